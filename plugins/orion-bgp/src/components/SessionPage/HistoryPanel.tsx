import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Session,
  SessionTransition,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatMoment,
  LoadError,
  LoadingBlock,
  Panel,
  TimeAgo,
  Timeline,
  TimelineItem,
} from '@orion/backstage-plugin-orion-react';
import { useTransitions } from '../../hooks/useSession';
import { orionBgpTranslationRef } from '../../translation';
import { HistoryStripBar } from './HistoryStripBar';
import { transitionTone } from './transitionTone';
import { useTransitionTexts } from './useTransitionTexts';

/** What happened to it, as ORION saw it: daemons keep no history. */
export function HistoryPanel({ session }: { session: Session }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { router, name, flaps } = session;
  const transitions = useTransitions({ router, session: name });
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
    return (
      <>
        <HistoryStripBar session={session} transitions={transitions.data} />
        <Transitions items={transitions.data} />
      </>
    );
  }
}

const SHOWN = 20;

function Transitions({ items }: { items: SessionTransition[] }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { title, details } = useTransitionTexts();
  if (items.length === 0) {
    return <span>{t('transition.none')}</span>;
  }
  const entries = items
    .slice(0, SHOWN)
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
  return <Timeline items={entries} />;
}
