import { useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SessionDetail,
  SessionRef,
  SessionTransition,
  TransitionPage,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatMoment,
  Loadable,
  LoadError,
  LoadingBlock,
  Panel,
  StaleNote,
  TimeAgo,
  Timeline,
  TimelineItem,
  touchArea,
} from '@orion/backstage-plugin-orion-react';
import { Earlier } from '../../hooks/useEarlier';
import { useEarlierTransitions } from '../../hooks/useEarlierTransitions';
import { orionBgpTranslationRef } from '../../translation';
import { MoreFailed } from '../RoutesPage/MoreFailed';
import { HistoryStripBar } from './HistoryStripBar';
import { transitionTone } from './transitionTone';
import { useTransitionTexts } from './useTransitionTexts';

export interface HistoryPanelProps {
  session: SessionDetail;
  transitions: Loadable<TransitionPage>;
}

/** What happened to it, as ORION saw it: daemons keep no history. */
export function HistoryPanel({ session, transitions }: HistoryPanelProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { flaps, freshness, name, router } = session;
  return (
    <Panel title={t('session.history')}>
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        <Box>
          {t('session.flaps', {
            count: flaps.lastWeek,
            last: flaps.lastAt ? formatMoment(new Date(flaps.lastAt)) : '',
          })}{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {t('session.watched', {
              since: formatMoment(new Date(flaps.watchedSince)),
            })}
          </Box>
        </Box>
        {body()}
      </Box>
    </Panel>
  );

  function body() {
    if (transitions.status === 'loading') {
      return <LoadingBlock of={t('session.history')} heights={[28, 40, 40]} />;
    }
    if (transitions.status === 'error') {
      return (
        <LoadError
          error={transitions.error}
          retry={transitions.retry}
          of={t('session.history')}
        />
      );
    }
    const stale = transitions.status === 'stale';
    return (
      <>
        {stale && (
          <StaleNote at={transitions.observedAt} retry={transitions.retry} />
        )}
        <History
          key={`${router} ${name}`}
          of={{ router, session: name }}
          newest={transitions.data}
          knownUntil={knownUntil(
            freshness.fetchedAt,
            stale ? transitions.observedAt : undefined,
          )}
        />
      </>
    );
  }
}

/** @param props.knownUntil - Unix milliseconds; what happened after it is not in it. */
function History(props: {
  of: SessionRef;
  newest: TransitionPage;
  knownUntil?: number;
}) {
  const { knownUntil: until, newest, of } = props;
  const found = useEarlierTransitions(of, newest);
  return (
    <>
      <HistoryStripBar
        history={{
          transitions: found.items,
          more: found.loadMore !== undefined,
          silences: newest.silences,
          knownUntil: until,
        }}
        loadMore={found.loadMore}
        loading={found.loading}
      />
      <Transitions found={found} />
    </>
  );
}

/** What happened after an old history was read is not in it, however well the router answers. */
function knownUntil(fetchedAt?: string, readAt?: Date): number | undefined {
  return fetchedAt
    ? Math.min(Date.parse(fetchedAt), readAt?.getTime() ?? Infinity)
    : undefined;
}

const SHOWN = 20;

function Transitions({ found }: { found: Earlier<SessionTransition> }) {
  const { error, items, loading, loadMore } = found;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { title, details } = useTransitionTexts();
  const [all, setAll] = useState(false);
  if (items.length === 0) {
    return <span>{t('transition.none')}</span>;
  }
  const entries = items
    .slice(0, all ? undefined : SHOWN)
    .reverse()
    .map(
      (one): TimelineItem => ({
        key: one.id,
        at: one.observedAt,
        title: title(one),
        actor: { type: 'system', ref: '' },
        tone: transitionTone(one),
        extra: details(one).length > 0 && (
          <Box sx={{ display: 'grid', fontSize: '0.875rem' }}>
            {details(one).map(line => (
              <Box
                component="span"
                key={line}
                sx={{ overflowWrap: 'anywhere', color: 'text.secondary' }}
              >
                <bdi>{line}</bdi>
              </Box>
            ))}
            {one.since && (
              <Box component="span" sx={{ color: 'text.secondary' }}>
                <TimeAgo at={one.since} />
              </Box>
            )}
          </Box>
        ),
      }),
    );
  const earlier = items.length - entries.length;
  return (
    <>
      {earlier > 0 && (
        <Button
          size="small"
          onClick={() => setAll(true)}
          sx={{ justifySelf: 'start', ...touchArea }}
        >
          {t('transition.earlier', { count: earlier, n: String(earlier) })}
        </Button>
      )}
      {earlier === 0 && loadMore && (
        <Button
          size="small"
          onClick={() => {
            setAll(true);
            loadMore();
          }}
          disabled={loading}
          sx={{ justifySelf: 'start', ...touchArea }}
        >
          {t('transition.more')}
        </Button>
      )}
      <MoreFailed error={error} />
      <Timeline items={entries} />
    </>
  );
}
