import { useEffect } from 'react';
import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import {
  EmptyState,
  LoadError,
  LoadingBlock,
} from '@orion/backstage-plugin-orion-react';
import { useOrderClusters, useOrderOptions } from '../../hooks/useOrderOptions';
import { completeMachine, MachineValue, toOrder } from '../../lib/order';
import { orionProxmoxTranslationRef } from '../../translation';
import { MachineChoices } from './MachineChoices';
import { OrderSummary } from './OrderSummary';
import { useMachineTexts } from './useMachineTexts';

/** Cluster, size, node, image and network of an order, and what ORION says to it. */
export function MachinePicker(
  props: FieldExtensionComponentProps<MachineValue>,
) {
  const { formData, onChange, disabled, formContext } = props;
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const value = formData ?? {};
  const clusters = useOrderClusters();
  const offered = 'data' in clusters ? clusters.data.items : [];
  const cluster = (offered.find(({ id }) => id === value.cluster) ?? offered[0])
    ?.id;
  const options = useOrderOptions(cluster);
  const known = ('data' in options && options.data) || undefined;
  const { summarize } = useMachineTexts(known);
  const form = (formContext?.formData ?? {}) as Record<string, unknown>;

  useKeptComplete();

  if (clusters.status === 'error') {
    return (
      <LoadError
        error={clusters.error}
        retry={clusters.retry}
        of={t('machine.clusters')}
        list
      />
    );
  }
  if (clusters.status !== 'loading' && offered.length === 0) {
    const note = clusters.data.note ?? t('machine.noCluster');
    return (
      <EmptyState variant="not-connected" system="Proxmox VE" text={note} />
    );
  }
  if (options.status === 'error') {
    return (
      <LoadError
        error={options.error}
        retry={options.retry}
        of={t('machine.what')}
        list
      />
    );
  }
  if (!known) {
    return <LoadingBlock of={t('machine.what')} heights={[112, 56, 56, 56]} />;
  }
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 3,
        alignItems: 'start',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          md: 'minmax(0, 3fr) minmax(260px, 2fr)',
        },
      }}
    >
      <MachineChoices
        clusters={offered}
        options={known}
        stale={options.status === 'stale' || known.freshness.stale}
        retry={options.retry}
        value={value}
        disabled={disabled}
        onChange={write}
      />
      <OrderSummary
        name={String(form.name ?? '')}
        owner={String(form.owner ?? '')}
        machine={summarize(value)}
        order={toOrder(form, value)}
      />
    </Box>
  );

  function write(next: MachineValue) {
    // Another cluster offers other things: they are completed once they are known.
    onChange(
      next.cluster === cluster ? { ...next, summary: summarize(next) } : next,
    );
  }

  /** Fills in what is missing, drops what is no longer offered, and keeps the summary true. */
  function useKeptComplete() {
    const complete = known && completeMachine(value, known);
    const wanted =
      complete && JSON.stringify({ ...complete, summary: summarize(complete) });
    const current = JSON.stringify(ordered(value));
    useEffect(() => {
      if (wanted && wanted !== current) {
        onChange(JSON.parse(wanted));
      }
    }, [wanted, current]);
  }
}

/** The same value in the order of its keys, to compare. */
function ordered({
  cluster,
  node,
  size,
  image,
  network,
  summary,
}: MachineValue): MachineValue {
  return { cluster, node, size, image, network, summary };
}
