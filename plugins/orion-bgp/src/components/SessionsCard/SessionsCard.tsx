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
} from '@orion/backstage-plugin-orion-react';
import { useSubjectSessions } from '../../hooks/useSubjectSessions';
import { BgpSubject, bgpSubject } from '../../lib/entitySessions';
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
  const loaded = useSubjectSessions(subject);
  const now = useNow(5_000);
  const freshness = 'data' in loaded ? loaded.data.freshness : undefined;
  const stale = loaded.status === 'stale' || freshness?.stale === true;
  return (
    <Panel
      title={t('card.title')}
      corner={
        freshness && (
          <FreshnessLabel
            freshness={{ ...freshness, stale }}
            onRetry={loaded.retry}
          />
        )
      }
    >
      {body()}
    </Panel>
  );

  function body() {
    if (loaded.status === 'loading') {
      return <LoadingBlock of={t('overview.what')} heights={[44]} />;
    }
    if (loaded.status === 'error') {
      return (
        <LoadError
          error={loaded.error}
          retry={loaded.retry}
          of={t('overview.what')}
          list
        />
      );
    }
    const { sessions, sources, routers } = loaded.data;
    const old = sources.filter(one => one.stale).map(({ source }) => source);
    return (
      <>
        {loaded.status === 'stale' && (
          <StaleNote at={loaded.observedAt} retry={loaded.retry} />
        )}
        <SubjectFacts subject={subject} routers={routers} />
        {sessions.length === 0 ? (
          <EmptyState
            variant="none"
            title={t('card.none')}
            text={freshness?.error}
          />
        ) : (
          <SessionLines
            sessions={sessions}
            isStale={({ router }) =>
              loaded.status === 'stale' || old.includes(`bgp:${router}`)
            }
            now={now}
          />
        )}
      </>
    );
  }
}
