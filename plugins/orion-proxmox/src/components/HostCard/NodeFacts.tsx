import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { NodeInfo } from '@orion/backstage-plugin-orion-proxmox-common';
import {
  Fact,
  FactList,
  formatBytesOf,
  formatCount,
  formatPercent,
  Unknown,
} from '@orion/backstage-plugin-orion-react';
import { HostData } from '../../hooks/useHost';
import { orionProxmoxTranslationRef } from '../../translation';
import { Usage } from '../Facts/Usage';
import { GuestCount } from './GuestCount';

/** Load, headroom, guests, and what hangs on the node. */
export function NodeFacts({ node, data }: { node: NodeInfo; data: HostData }) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const { online, cores, coresGiven, load, bridges } = node;
  const { memoryBytes, memoryUsedBytes } = node;
  const storages = data.options.storages.filter(
    storage => storage.node === node.name,
  );
  const offline = t('host.reason.offline');
  return (
    <FactList>
      <Fact term={t('card.cpu')}>
        {online ? (
          <Usage used={load} total={1}>
            {t('card.cpuOf', { load: formatPercent(load), count: cores })}
          </Usage>
        ) : (
          <Unknown reason={offline} />
        )}
      </Fact>
      <Fact term={t('card.memory')}>
        {online ? (
          <Usage used={memoryUsedBytes} total={memoryBytes}>
            {formatBytesOf(memoryUsedBytes, memoryBytes)}
          </Usage>
        ) : (
          <Unknown reason={offline} />
        )}
      </Fact>
      <Fact term={t('host.given')}>
        {t('host.of', {
          part: formatCount(coresGiven),
          total: formatCount(cores),
        })}
      </Fact>
      <GuestCount guests={data.guests} />
      <Fact term={t('host.storages')}>
        {storages.length > 0 ? (
          storages.map(({ name }) => name).join(', ')
        ) : (
          <Unknown reason={t('host.none')} />
        )}
      </Fact>
      <Fact term={t('host.bridges')}>
        {bridges.length > 0 ? (
          bridges.join(', ')
        ) : (
          <Unknown reason={t('host.none')} />
        )}
      </Fact>
    </FactList>
  );
}
