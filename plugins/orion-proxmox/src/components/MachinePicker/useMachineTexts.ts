import { useCallback, useMemo } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ClusterOptions,
  GuestNetwork,
  NodeInfo,
} from '@orion/backstage-plugin-orion-proxmox-common';
import {
  formatBytes,
  formatCount,
  formatGib,
  formatMib,
} from '@orion/backstage-plugin-orion-react';
import { BEST_FIT, MachineValue } from '../../lib/order';
import { orionProxmoxTranslationRef } from '../../translation';
import { Choice } from './ChoiceField';

/** How what a cluster offers is written. */
export function useMachineTexts(options: ClusterOptions | undefined) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const nodes = useMemo<Choice[]>(
    () => [
      { value: BEST_FIT, text: t('machine.bestFit') },
      ...(options?.nodes ?? []).map(node => nodeChoice(node)),
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [t, options],
  );
  const networks = useMemo<Choice[]>(
    () =>
      (options?.networks ?? []).map(network => ({
        value: network.id,
        text: t('machine.networkOption', {
          title: network.title,
          bridge: network.bridge,
          prefix: network.prefix,
          free: free(network),
        }),
        disabled: network.freeAddresses === 0,
      })),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [t, options],
  );
  /** One line that says what the chosen ids mean. */
  const summarize = useCallback(
    (value: MachineValue): string | undefined => {
      const size = options?.sizes.find(({ id }) => id === value.size);
      const image = options?.images.find(({ id }) => id === value.image);
      const network = options?.networks.find(({ id }) => id === value.network);
      if (!size || !image || !network) {
        return undefined;
      }
      return t('machine.chosenSummary', {
        title: size.title,
        cores: t('machine.cores', { count: size.cores }),
        memory: t('machine.memory', { memory: formatMib(size.memoryMib) }),
        disk: t('machine.disk', { disk: formatCount(size.diskGib) }),
        image: image.title,
        network: `${network.title} ${network.prefix} (${network.bridge})`,
        node:
          value.node === BEST_FIT || !value.node
            ? t('machine.bestFit')
            : value.node,
      });
    },
    [t, options],
  );
  return { nodes, networks, summarize };

  function nodeChoice({
    name,
    online,
    memoryBytes,
    memoryUsedBytes,
  }: NodeInfo): Choice {
    const text = online
      ? t('machine.nodeFree', {
          name,
          free: formatGib(Math.max(0, memoryBytes - memoryUsedBytes)),
          total: formatBytes(memoryBytes),
        })
      : t('machine.nodeOffline', { name });
    return { value: name, text, disabled: !online };
  }

  function free({ freeAddresses }: GuestNetwork): string {
    return freeAddresses === undefined
      ? t('machine.freeUnknown')
      : t('machine.free', { count: freeAddresses });
  }
}
