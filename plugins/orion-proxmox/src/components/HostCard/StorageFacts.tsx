import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StorageInfo } from '@orion/backstage-plugin-orion-proxmox-common';
import {
  Fact,
  FactList,
  formatBytes,
  formatBytesOf,
  Unknown,
} from '@orion/backstage-plugin-orion-react';
import { orionProxmoxTranslationRef } from '../../translation';
import { Usage } from '../Facts/Usage';

/** How full it is, what it holds, who sees it. */
export function StorageFacts({ storage }: { storage: StorageInfo }) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const { usedBytes, totalBytes, content, shared, node } = storage;
  const known = totalBytes > 0;
  return (
    <FactList>
      <Fact term={t('host.used')}>
        <Usage used={known ? usedBytes : undefined} total={totalBytes}>
          {formatBytesOf(usedBytes, totalBytes)}
        </Usage>
      </Fact>
      <Fact term={t('host.free')}>
        {known ? formatBytes(Math.max(0, totalBytes - usedBytes)) : <Unknown />}
      </Fact>
      <Fact term={t('host.content')}>
        {content.length > 0 ? (
          content.join(', ')
        ) : (
          <Unknown reason={t('host.none')} />
        )}
      </Fact>
      <Fact term={t('host.reach')}>
        {shared ? t('host.shared') : t('host.local', { node })}
      </Fact>
    </FactList>
  );
}
