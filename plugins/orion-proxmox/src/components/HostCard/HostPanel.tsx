import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  FreshnessLabel,
  LoadError,
  LoadingBlock,
  Panel,
  PartHeight,
  StaleNote,
} from '@orion/backstage-plugin-orion-react';
import { HostData, useHost } from '../../hooks/useHost';
import { findNode, findStorage, Host, HostKind } from '../../lib/host';
import { orionProxmoxTranslationRef } from '../../translation';
import { BridgeFacts } from './BridgeFacts';
import { ClusterFacts } from './ClusterFacts';
import { HostHead } from './HostHead';
import { NodeFacts } from './NodeFacts';
import { StorageFacts } from './StorageFacts';

/** Head and facts, as they stand once they are known. */
const heights: Record<HostKind, PartHeight[]> = {
  cluster: [
    { xs: 44, sm: 36 },
    { xs: 147, sm: 105 },
  ],
  node: [
    { xs: 44, sm: 36 },
    { xs: 147, sm: 105 },
  ],
  storage: [24, { xs: 102, sm: 49 }],
  bridge: [24, 64],
};

/** What is it, is it well, where next. */
export function HostPanel({ host }: { host: Host }) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const loaded = useHost(host);
  const title = t(`host.${host.kind}`);
  const what = t(`host.what.${host.kind}`);
  if (loaded.status === 'loading') {
    return (
      <Panel title={title}>
        <LoadingBlock of={what} heights={heights[host.kind]} />
      </Panel>
    );
  }
  if (loaded.status === 'error') {
    return (
      <Panel title={title}>
        <LoadError error={loaded.error} retry={loaded.retry} of={what} />
      </Panel>
    );
  }
  const { freshness } = loaded.data.options;
  const stale = loaded.status === 'stale' || freshness.stale;
  return (
    <Panel
      title={title}
      corner={<FreshnessLabel freshness={freshness} onRetry={loaded.retry} />}
    >
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        {loaded.status === 'stale' && (
          <StaleNote at={loaded.observedAt} retry={loaded.retry} />
        )}
        <HostHead host={host} data={loaded.data} stale={stale} />
        {facts(loaded.data)}
      </Box>
    </Panel>
  );

  function facts(data: HostData) {
    const { options } = data;
    const node = findNode(host, options);
    const storage = findStorage(host, options);
    switch (host.kind) {
      case 'cluster':
        return <ClusterFacts data={data} />;
      case 'node':
        return node ? <NodeFacts node={node} data={data} /> : gone();
      case 'storage':
        return storage ? <StorageFacts storage={storage} /> : gone();
      default:
        return node?.bridges.includes(host.name) ? (
          <BridgeFacts bridge={host.name} node={node} options={options} />
        ) : (
          gone()
        );
    }
  }

  function gone() {
    return <EmptyState variant="none" title={t('host.gone')} />;
  }
}
