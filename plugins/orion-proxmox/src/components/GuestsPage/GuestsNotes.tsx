import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatSince,
  Loadable,
  PartialBanner,
  StaleNote,
} from '@orion/backstage-plugin-orion-react';
import { GuestsView } from '../../lib/mergeGuests';
import { orionProxmoxTranslationRef } from '../../translation';

/** The one banner: ORION is silent, or some clusters are. */
export function GuestsNotes({ list }: { list: Loadable<GuestsView> }) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  if (list.status === 'stale') {
    return <StaleNote at={list.observedAt} retry={list.retry} />;
  }
  const silent =
    list.status === 'ready'
      ? list.data.freshness.filter(({ stale }) => stale)
      : [];
  if (list.status !== 'ready' || silent.length === 0) {
    return null;
  }
  const total = list.data.freshness.length;
  const names = silent
    .map(({ source, fetchedAt }) =>
      fetchedAt
        ? t('guests.silentSince', {
            source,
            time: formatSince(new Date(fetchedAt)),
          })
        : t('guests.silentEver', { source }),
    )
    .join(', ');
  return (
    <PartialBanner onRetry={list.retry}>
      {total > 1 &&
        t('guests.partial', {
          good: String(total - silent.length),
          total: String(total),
        })}{' '}
      {names}. {silent[0].error}
    </PartialBanner>
  );
}
