import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { GuestDetail } from '@orion/backstage-plugin-orion-proxmox-common';
import {
  EntityRefText,
  Fact,
  FactList,
  formatBytes,
  formatBytesOf,
  formatPercent,
  Unknown,
  useDurationText,
} from '@orion/backstage-plugin-orion-react';
import { orionProxmoxTranslationRef } from '../../translation';

/** Load, memory, addresses, owner: one line each. */
export function GuestFacts({ guest }: { guest: GuestDetail }) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const duration = useDurationText();
  const {
    load,
    cores,
    memoryBytes,
    memoryUsedBytes,
    diskBytes,
    uptimeSeconds,
  } = guest;
  const { agent, addresses, owner } = guest;
  const agentReason = agent?.error ?? t('card.agentSilent');
  return (
    <FactList>
      <Fact term={t('card.cpu')}>{cpu()}</Fact>
      <Fact term={t('card.memory')}>
        {memoryBytes === undefined ? (
          <Unknown />
        ) : (
          formatBytesOf(memoryUsedBytes, memoryBytes)
        )}
      </Fact>
      <Fact term={t('card.disk')}>
        {diskBytes === undefined ? <Unknown /> : formatBytes(diskBytes)}
      </Fact>
      <Fact term={t('card.uptime')}>
        {uptimeSeconds ? duration(uptimeSeconds * 1000) : <Unknown />}
      </Fact>
      <Fact term={t('card.agent')}>
        <Addresses of={agent?.addresses ?? []} reason={agentReason} />
      </Fact>
      <Fact term={t('card.orion')}>
        <Addresses of={addresses} reason={t('guests.noAddress')} />
      </Fact>
      <Fact term={t('card.owner')}>
        {owner ? (
          <EntityRefText entityRef={owner} />
        ) : (
          <Unknown reason={t('guests.noOwner')} />
        )}
      </Fact>
    </FactList>
  );

  function cpu() {
    if (load === undefined) {
      return <Unknown />;
    }
    return cores === undefined
      ? formatPercent(load)
      : t('card.cpuOf', { load: formatPercent(load), count: cores });
  }
}

function Addresses({ of, reason }: { of: string[]; reason: string }) {
  return of.length === 0 ? <Unknown reason={reason} /> : <>{of.join(', ')}</>;
}
