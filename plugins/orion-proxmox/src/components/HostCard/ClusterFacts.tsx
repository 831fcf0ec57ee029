import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Fact,
  FactList,
  formatBytesOf,
  formatCount,
} from '@orion/backstage-plugin-orion-react';
import { HostData } from '../../hooks/useHost';
import { orionProxmoxTranslationRef } from '../../translation';
import { Usage } from '../Facts/Usage';
import { GuestCount } from './GuestCount';

/** Nodes, guests, and what is left of the whole cluster. */
export function ClusterFacts({ data }: { data: HostData }) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const { options, summary, guests } = data;
  const sum = (of: (node: (typeof options.nodes)[number]) => number) =>
    options.nodes.reduce((total, node) => total + of(node), 0);
  const cores = sum(node => node.cores);
  const given = sum(node => node.coresGiven);
  const memory = sum(node => node.memoryBytes);
  const memoryUsed = sum(node => node.memoryUsedBytes);
  return (
    <FactList>
      {summary && (
        <Fact term={t('host.nodes')}>
          {t('host.online', {
            online: formatCount(summary.nodes.online),
            total: formatCount(summary.nodes.total),
          })}
        </Fact>
      )}
      <GuestCount guests={guests} />
      <Fact term={t('host.given')}>
        {t('host.of', {
          part: formatCount(given),
          total: formatCount(cores),
        })}
      </Fact>
      <Fact term={t('card.memory')}>
        <Usage used={memoryUsed} total={memory}>
          {formatBytesOf(memoryUsed, memory)}
        </Usage>
      </Fact>
      <Fact term={t('host.ordering')}>
        {summary?.ordering ? t('host.orderingYes') : t('host.orderingNo')}
      </Fact>
    </FactList>
  );
}
