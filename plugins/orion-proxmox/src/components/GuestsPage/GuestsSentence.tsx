import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatCount,
  FreshnessLabel,
  Loadable,
  LoadingBlock,
  SummarySentence,
  worstFreshness,
} from '@orion/backstage-plugin-orion-react';
import { GuestsView } from '../../lib/mergeGuests';
import { orionProxmoxTranslationRef } from '../../translation';

/** "9 guests: 8 running, 1 stopped, 0 with problems" and how old that is. */
export function GuestsSentence({ list }: { list: Loadable<GuestsView> }) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  if (list.status === 'loading') {
    return (
      <LoadingBlock of={t('guests.what')} heights={[{ xs: 70, sm: 25 }]} />
    );
  }
  if (list.status === 'error') {
    return <SummarySentence>{t('guests.unknown')}</SummarySentence>;
  }
  const { counts, freshness } = list.data;
  const worst = worstFreshness(freshness);
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        alignItems: 'baseline',
      }}
    >
      <SummarySentence>{sentence()}</SummarySentence>
      {worst && <FreshnessLabel freshness={worst} onRetry={list.retry} />}
    </Box>
  );

  function sentence() {
    if (counts.all === 0) {
      return freshness.length === 0
        ? t('guests.notConnected')
        : t('guests.noneSentence');
    }
    const { all, running, stopped, other } = counts;
    return t('guests.sentence', {
      count: all,
      all: formatCount(all),
      running: formatCount(running),
      stopped: formatCount(stopped),
      other: formatCount(other),
    });
  }
}
