import { useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SessionDetail,
  SessionTransition,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatMoment,
  LoadError,
  LoadingBlock,
  Panel,
  StaleNote,
  TimeAgo,
  Timeline,
  TimelineItem,
  touchArea,
} from '@orion/backstage-plugin-orion-react';
import { useTransitions } from '../../hooks/useSession';
import { orionBgpTranslationRef } from '../../translation';
import { HistoryStripBar } from './HistoryStripBar';
import { transitionTone } from './transitionTone';
import { useTransitionTexts } from './useTransitionTexts';

/** What happened to it, as ORION saw it: daemons keep no history. */
export function HistoryPanel({ session }: { session: SessionDetail }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { flaps, freshness, name, router } = session;
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
    const { items, nextCursor, silences } = transitions.data;
    const stale = transitions.status === 'stale';
    return (
      <>
        {stale && (
          <StaleNote at={transitions.observedAt} retry={transitions.retry} />
        )}
        <HistoryStripBar
          history={{
            transitions: items,
            silences,
            knownUntil: knownUntil(
              freshness.fetchedAt,
              stale ? transitions.observedAt : undefined,
            ),
          }}
        />
        <Transitions items={items} cut={nextCursor !== undefined} />
      </>
    );
  }
}

/** What happened after an old history was read is not in it, however well the router answers. */
function knownUntil(fetchedAt?: string, readAt?: Date): number | undefined {
  return fetchedAt
    ? Math.min(Date.parse(fetchedAt), readAt?.getTime() ?? Infinity)
    : undefined;
}

const SHOWN = 20;

/** @param props.cut - There are more than were read. */
function Transitions(props: { items: SessionTransition[]; cut: boolean }) {
  const { cut, items } = props;
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
      {earlier === 0 && cut && (
        <Box sx={{ color: 'text.secondary' }}>{t('transition.cut')}</Box>
      )}
      <Timeline items={entries} />
    </>
  );
}
