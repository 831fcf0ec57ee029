import { useEntity } from '@backstage/plugin-catalog-react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  FreshnessLabel,
  LoadError,
  LoadingBlock,
  Panel,
  StaleNote,
  useNow,
  worstFreshness,
} from '@orion/backstage-plugin-orion-react';
import { BgpOverview, useSessions } from '../../hooks/useSessions';
import { BgpSubject, bgpSubject, sessionsOf } from '../../lib/entitySessions';
import { orionBgpTranslationRef } from '../../translation';
import { SessionLines } from './SessionLines';
import { SubjectFacts } from './SubjectFacts';

/** The sessions of a router, of an autonomous system, or the one an entity is. */
export function SessionsCard() {
  const { entity } = useEntity();
  const subject = bgpSubject(entity);
  return subject ? <SubjectCard subject={subject} /> : null;
}

function SubjectCard({ subject }: { subject: BgpSubject }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const overview = useSessions();
  const now = useNow(5_000);
  const data = 'data' in overview ? overview.data : undefined;
  const freshness = data && freshnessOf(data, subject);
  const stale = overview.status === 'stale' || freshness?.stale === true;
  return (
    <Panel
      title={t('card.title')}
      corner={
        freshness && (
          <FreshnessLabel
            freshness={{ ...freshness, stale }}
            onRetry={overview.retry}
          />
        )
      }
    >
      {body()}
    </Panel>
  );

  function body() {
    if (overview.status === 'loading') {
      return <LoadingBlock of={t('overview.what')} heights={[44]} />;
    }
    if (overview.status === 'error') {
      return (
        <LoadError
          error={overview.error}
          retry={overview.retry}
          of={t('overview.what')}
          list
        />
      );
    }
    const { sessions, routers } = overview.data;
    const shown = sessionsOf(subject, sessions.items, routers);
    return (
      <>
        {overview.status === 'stale' && (
          <StaleNote at={overview.observedAt} retry={overview.retry} />
        )}
        <SubjectFacts subject={subject} routers={routers} />
        {shown.length === 0 ? (
          <EmptyState
            variant="none"
            title={t('card.none')}
            text={freshness?.error}
          />
        ) : (
          <SessionLines sessions={shown} stale={stale} now={now} />
        )}
      </>
    );
  }
}

function freshnessOf({ sessions }: BgpOverview, subject: BgpSubject) {
  return subject.kind === 'system'
    ? worstFreshness(sessions.freshness)
    : sessions.freshness.find(
        ({ source }) => source === `bgp:${subject.router}`,
      );
}
