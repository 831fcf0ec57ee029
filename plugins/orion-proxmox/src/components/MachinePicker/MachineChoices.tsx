import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ClusterOptions,
  ClusterSummary,
} from '@orion/backstage-plugin-orion-proxmox-common';
import {
  formatBytes,
  formatSince,
  formatMib,
  FreshnessLabel,
  PartialBanner,
} from '@orion/backstage-plugin-orion-react';
import { MachineValue } from '../../lib/order';
import { orionProxmoxTranslationRef } from '../../translation';
import { ChoiceField } from './ChoiceField';
import { SizeCards } from './SizeCards';
import { useMachineTexts } from './useMachineTexts';

export interface MachineChoicesProps {
  clusters: ClusterSummary[];
  options: ClusterOptions;
  stale: boolean;
  retry: () => void;
  value: MachineValue;
  disabled?: boolean;
  onChange: (value: MachineValue) => void;
}

/** The choices themselves. */
export function MachineChoices(props: MachineChoicesProps) {
  const { clusters, options, stale, retry, value, disabled, onChange } = props;
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const { nodes, networks } = useMachineTexts(options);
  const { source, fetchedAt } = options.freshness;
  return (
    <Box sx={{ display: 'grid', gap: 2.5, minWidth: 0 }}>
      {stale ? (
        <PartialBanner onRetry={retry}>
          {fetchedAt
            ? t('machine.stale', {
                source,
                time: formatSince(new Date(fetchedAt)),
              })
            : t('machine.staleEver', { source })}
        </PartialBanner>
      ) : (
        <Box sx={{ marginBlockEnd: -2, justifySelf: 'end' }}>
          <FreshnessLabel freshness={options.freshness} onRetry={retry} />
        </Box>
      )}
      {clusters.length > 1 && (
        <ChoiceField
          label={t('machine.cluster')}
          value={value.cluster}
          disabled={disabled}
          choices={clusters.map(({ id, title }) => ({
            value: id,
            text: title,
          }))}
          onChange={cluster => onChange({ cluster })}
        />
      )}
      <SizeCards
        sizes={options.sizes}
        value={value.size}
        disabled={disabled}
        onChange={size => onChange({ ...value, size })}
      />
      <ChoiceField
        label={t('machine.image')}
        value={value.image}
        disabled={disabled}
        choices={options.images.map(({ id, title }) => ({
          value: id,
          text: title,
        }))}
        onChange={image => onChange({ ...value, image })}
      />
      <ChoiceField
        label={t('machine.network')}
        value={value.network}
        disabled={disabled}
        choices={networks}
        onChange={network => onChange({ ...value, network })}
      />
      <ChoiceField
        label={t('machine.node')}
        value={value.node}
        disabled={disabled}
        choices={nodes}
        note={roomNote()}
        onChange={node => onChange({ ...value, node })}
      />
    </Box>
  );

  function roomNote() {
    const node = options.nodes.find(({ name }) => name === value.node);
    const size = options.sizes.find(({ id }) => id === value.size);
    const free = node && node.memoryBytes - node.memoryUsedBytes;
    if (free === undefined || !size || free >= size.memoryMib * 1024 ** 2) {
      return undefined;
    }
    return t('machine.noRoom', {
      node: node!.name,
      free: formatBytes(Math.max(0, free)),
      wanted: formatMib(size.memoryMib),
    });
  }
}
