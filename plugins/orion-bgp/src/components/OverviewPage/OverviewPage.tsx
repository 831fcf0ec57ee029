import {
  useNow,
  LoadError,
  LoadingBlock,
  PageBody,
  EmptyState,
} from '@orion/backstage-plugin-orion-react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useOwnPrefixes } from '../../hooks/useOwnPrefixes';
import { useSessions, useTrends } from '../../hooks/useSessions';
import { orionBgpTranslationRef } from '../../translation';
import { AsNamesNote } from '../AsName/AsNamesNote';
import { CountedLateNote } from './CountedLateNote';
import { FreshnessNotes } from './FreshnessNotes';
import { GrowthPanel } from './GrowthPanel';
import { OnlyInNetboxPanel } from './OnlyInNetboxPanel';
import { OverviewSentence } from './OverviewSentence';
import { OwnPrefixesPanel } from './OwnPrefixesPanel';
import { RoutersPanel } from './RoutersPanel';
import { SessionsTable } from './SessionsTable';

/** All up, and what breaks next? */
export function OverviewPage() {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const overview = useSessions();
  const own = useOwnPrefixes();
  const trends = useTrends();
  const now = useNow(5_000);
  return (
    <PageBody>
      <OverviewSentence overview={overview} own={own} now={now} />
      <FreshnessNotes overview={overview} />
      {body()}
    </PageBody>
  );

  function body() {
    if (overview.status === 'loading') {
      return (
        <LoadingBlock
          of={t('overview.what')}
          heights={[
            { xs: 70, sm: 25 },
            { xs: 44, sm: 36 },
            36,
            36,
            36,
            36,
            160,
          ]}
        />
      );
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
    const { routers, sessions } = overview.data;
    if (routers.length === 0) {
      return (
        <EmptyState variant="not-connected" system="BGP" text={sessions.note} />
      );
    }
    return (
      <>
        {sessions.items.length === 0 ? (
          <EmptyState
            variant="none"
            title={t('overview.noneTitle')}
            text={t('overview.noneText')}
          />
        ) : (
          <SessionsTable
            sessions={sessions.items}
            freshness={sessions.freshness}
            trends={trends}
            stale={overview.status === 'stale'}
            recordsStale={sessions.netbox?.freshness.stale === true}
            now={now}
          />
        )}
        <CountedLateNote sessions={sessions.items} />
        {sessions.netbox && <OnlyInNetboxPanel netbox={sessions.netbox} />}
        <OwnPrefixesPanel own={own} />
        <RoutersPanel
          routers={routers}
          stale={overview.status === 'stale'}
          onRetry={overview.retry}
        />
        <GrowthPanel routers={routers} />
        <AsNamesNote />
      </>
    );
  }
}
