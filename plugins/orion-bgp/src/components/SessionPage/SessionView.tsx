import useMediaQuery from '@mui/material/useMediaQuery';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SessionDetail } from '@orion/backstage-plugin-orion-bgp-common';
import {
  FreshnessLabel,
  Loadable,
  PageBody,
  Panel,
  PartialBanner,
  StaleNote,
} from '@orion/backstage-plugin-orion-react';
import { useTransitions } from '../../hooks/useSession';
import { useSessionActions } from '../../hooks/useSessionActions';
import { useSessionRefusal } from '../../hooks/useSessionRefusal';
import { orionBgpTranslationRef } from '../../translation';
import { DriftNote } from '../DriftNote/DriftNote';
import { CapabilitiesPanel } from './CapabilitiesPanel';
import { CountersPanel } from './CountersPanel';
import { FunnelPanel } from './FunnelPanel';
import { HistoryPanel } from './HistoryPanel';
import { IntentPanel } from './IntentPanel';
import { SessionActions } from './SessionActions';
import { SessionBar } from './SessionBar';
import { SessionFacts } from './SessionFacts';
import { SessionHeadline } from './SessionHeadline';

export interface SessionViewProps {
  loaded: Extract<Loadable<SessionDetail>, { data: SessionDetail }>;
}

/** Everything about one session, what hurts first. */
export function SessionView({ loaded }: SessionViewProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { data: session, retry } = loaded;
  const { freshness } = session;
  const stale = loaded.status === 'stale' || freshness.stale;
  const actions = useSessionActions(session, stale);
  const refuse = useSessionRefusal(session, stale);
  const transitions = useTransitions({
    router: session.router,
    session: session.name,
  });
  const narrow = useMediaQuery(useTheme().breakpoints.down('sm'), {
    noSsr: true,
  });
  const corner = (
    <FreshnessLabel freshness={{ ...freshness, stale }} onRetry={retry} />
  );
  return (
    <PageBody
      bar={
        narrow && actions ? (
          <SessionBar session={session} actions={actions} />
        ) : undefined
      }
    >
      {loaded.status === 'stale' && (
        <StaleNote at={loaded.observedAt} retry={retry} />
      )}
      {loaded.status === 'ready' && (freshness.stale || freshness.error) && (
        <PartialBanner onRetry={retry}>
          {freshness.error ?? t('overview.unknown')}
        </PartialBanner>
      )}
      {session.gone && (
        <PartialBanner>
          {t('session.gone', { router: session.router })}
        </PartialBanner>
      )}
      {session.drift && (
        <DriftNote
          drift={session.drift}
          refusal={refuse()}
          onForgotten={retry}
        />
      )}
      <SessionHeadline
        session={session}
        stale={stale}
        actions={
          !narrow && <SessionActions session={session} actions={actions} />
        }
      />
      <FunnelPanel session={session} stale={stale} corner={corner} />
      <IntentPanel session={session} stale={stale} />
      <HistoryPanel session={session} transitions={transitions} />
      <CountersPanel session={session} transitions={transitions} />
      <Panel title={t('session.facts')} corner={corner}>
        <SessionFacts session={session} />
      </Panel>
      <CapabilitiesPanel session={session} />
    </PageBody>
  );
}
