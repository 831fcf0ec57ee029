import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatSince,
  Loadable,
  PartialBanner,
  StaleNote,
} from '@orion/backstage-plugin-orion-react';
import { BgpOverview } from '../../hooks/useSessions';
import { orionBgpTranslationRef } from '../../translation';

/** The one banner: ORION is silent, or some routers are. */
export function FreshnessNotes({
  overview,
}: {
  overview: Loadable<BgpOverview>;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  if (overview.status === 'stale') {
    return <StaleNote at={overview.observedAt} retry={overview.retry} />;
  }
  if (overview.status !== 'ready') {
    return null;
  }
  const { routers, sessions } = overview.data;
  const { freshness } = sessions;
  // An answer that lacks something says so too, however young it is.
  const silent = freshness.filter(({ stale, error }) => stale || error);
  if (silent.length === 0) {
    return null;
  }
  const one = silent.length === 1;
  // A source is named for machines; a router has the name people call it by.
  const titleOf = (source: string) =>
    routers.find(router => router.freshness.source === source)?.title ?? source;
  const names = silent
    .filter(({ stale }) => stale)
    .map(({ source, fetchedAt }) =>
      fetchedAt
        ? t('overview.silentSince', {
            router: titleOf(source),
            time: formatSince(new Date(fetchedAt)),
          })
        : t('overview.silentEver', { router: titleOf(source) }),
    )
    .join(', ');
  return (
    <PartialBanner onRetry={overview.retry}>
      {freshness.length > 1 &&
        names !== '' &&
        t('overview.partial', {
          good: String(freshness.filter(({ stale }) => !stale).length),
          total: String(freshness.length),
        })}{' '}
      {names && `${names}. `}
      {silent
        .map(
          ({ source, error }) =>
            error && (one ? error : `${titleOf(source)}: ${error}`),
        )
        .filter(Boolean)
        .join(' ')}
    </PartialBanner>
  );
}
