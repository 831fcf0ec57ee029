import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RouteHistoryPage,
  RouteTransition,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatMoment,
  LoadError,
  LoadingBlock,
  Panel,
  StaleNote,
  Timeline,
  TimelineItem,
  touchArea,
} from '@orion/backstage-plugin-orion-react';
import {
  useEarlierHistory,
  usePrefixHistory,
} from '../../hooks/usePrefixRecords';
import { orionBgpTranslationRef } from '../../translation';
import { MoreFailed } from '../RoutesPage/MoreFailed';
import { useRouteEventTexts } from './useRouteEventTexts';

const tones: Record<RouteTransition['event'], TimelineItem['tone']> = {
  appeared: 'good',
  exported: 'good',
  gone: 'warn',
  'not-exported': 'warn',
  'origin-changed': 'warn',
  'rpki-changed': 'warn',
};

/** All of them lie in it, whatever way it is written. */
function isPart(one: RouteTransition, around: string): boolean {
  return one.prefix.split('/')[1] !== around.split('/')[1];
}

/** A part of it came from others alone. */
function isStranger(one: RouteTransition, around: string): boolean {
  const { event, to = '' } = one;
  return (
    event === 'appeared' &&
    isPart(one, around) &&
    !to.split(' ').includes('own')
  );
}

/** When it came and went, for what is watched. */
export function PrefixHistory({ prefix }: { prefix: string }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const history = usePrefixHistory(prefix);
  return <Panel title={t('history.title')}>{body()}</Panel>;

  function body() {
    if (history.status === 'loading') {
      return <LoadingBlock of={t('history.what')} heights={[24, 40]} />;
    }
    if (history.status === 'error') {
      return (
        <LoadError
          error={history.error}
          retry={history.retry}
          of={t('history.what')}
        />
      );
    }
    return (
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        {history.status === 'stale' && (
          <StaleNote at={history.observedAt} retry={history.retry} />
        )}
        <Watched history={history.data} />
        {history.data.items.length > 0 && (
          <Events key={prefix} prefix={prefix} newest={history.data} />
        )}
      </Box>
    );
  }
}

function Watched({ history }: { history: RouteHistoryPage }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { items, note, watched, watchedSince } = history;
  return (
    <Box sx={{ display: 'grid', gap: 0.5, overflowWrap: 'anywhere' }}>
      {watchedSince && items.length === 0 && <span>{t('history.none')}</span>}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {tellWatch()}
      </Box>
      {note && (
        <Box component="span" role="status">
          {note}
        </Box>
      )}
    </Box>
  );

  function tellWatch() {
    if (!watched) {
      return t('history.foreign');
    }
    return watchedSince
      ? t('history.watched', { since: formatMoment(new Date(watchedSince)) })
      : t('history.soon');
  }
}

function Events({
  newest,
  prefix,
}: {
  newest: RouteHistoryPage;
  prefix: string;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const title = useRouteEventTexts();
  const found = useEarlierHistory(prefix, newest);
  return (
    <>
      {found.loadMore && (
        <Button
          size="small"
          onClick={found.loadMore}
          disabled={found.loading}
          sx={{ justifySelf: 'start', ...touchArea }}
        >
          {t('transition.more')}
        </Button>
      )}
      <MoreFailed error={found.error} />
      <Timeline
        items={[...found.items].reverse().map(one => ({
          key: one.id,
          at: one.observedAt,
          title: isPart(one, prefix)
            ? t('history.inside', { prefix: one.prefix, what: title(one) })
            : title(one),
          actor: { type: 'system', ref: '' },
          tone: isStranger(one, prefix) ? 'warn' : tones[one.event],
        }))}
      />
    </>
  );
}
