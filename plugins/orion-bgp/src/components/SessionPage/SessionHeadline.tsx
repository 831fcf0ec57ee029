import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SessionDetail } from '@orion/backstage-plugin-orion-bgp-common';
import {
  StatusChip,
  SummarySentence,
  TimeAgo,
  useNow,
} from '@orion/backstage-plugin-orion-react';
import { useLimitStopTexts } from '../../hooks/useLimitStopTexts';
import { daemonName } from '../../lib/daemonName';
import { sessionStatus } from '../../lib/sessionStatus';
import { orionBgpTranslationRef } from '../../translation';
import { IntentMark } from '../IntentMark/IntentMark';
import { RestartMark } from '../RestartMark/RestartMark';
import { DecidedLine } from './DecidedLine';
import { Quote } from './Quote';

/** How it is, since when, and why when it is not well. */
export function SessionHeadline({
  session,
  stale,
  actions,
}: {
  session: SessionDetail;
  stale: boolean;
  /** Where they do not stand at the foot of the page. */
  actions?: ReactNode;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const word = sessionStatus(session, useNow(5_000));
  const { identity, lastError, since, description } = session;
  const { shutdownMessage, shutdownMessageFrom } = session;
  const up = word === 'established';
  const stop = useLimitStopTexts()(session);
  return (
    <Box sx={{ display: 'grid', gap: 0.5 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          rowGap: 0.5,
          alignItems: 'center',
        }}
      >
        <StatusChip word={word} stale={stale} />
        <Box sx={{ flex: 1, minWidth: '20ch' }}>
          <SummarySentence>
            {stale
              ? t('session.lastKnown', { sentence: sentence() })
              : sentence()}
            {since && ' '}
            {since && (
              <Box component="span" sx={{ color: 'text.secondary' }}>
                (<TimeAgo at={since} />)
              </Box>
            )}
          </SummarySentence>
        </Box>
        <IntentMark
          session={session}
          stale={stale || session.netbox?.freshness.stale === true}
        />
        {actions}
      </Box>
      <DecidedLine session={session} />
      {description && (
        <Box sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          <bdi>{description}</bdi>
        </Box>
      )}
      {session.restarting && !session.gone && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1 }}>
          <RestartMark session={session} stale={stale} />
          {t('session.restarting')}
        </Box>
      )}
      {lastError && !up && (
        <Quote label={t('session.lastError')} text={lastError} />
      )}
      {word === 'down' &&
        !stop &&
        !lastError &&
        identity?.capabilities.lastError === false && (
          <Box sx={{ color: 'text.secondary' }}>
            {t('session.errorUntold', { daemon: daemonName(identity) })}
          </Box>
        )}
      {shutdownMessage && !up && (
        <Quote
          label={t(`session.message.${shutdownMessageFrom ?? 'either'}`)}
          text={shutdownMessage}
        />
      )}
    </Box>
  );

  function sentence() {
    const { router, neighborAs } = session;
    const values = { as: `AS${neighborAs}`, router };
    if (stop) {
      return t('limitStop.sentence', { ...values, ...stop });
    }
    switch (word) {
      case 'established':
        return t('session.upUnknown', values);
      case 'disabled':
        return t('session.disabled', values);
      case 'connecting':
        return t('session.connecting', values);
      case 'down':
        return session.disabledBy
          ? t('session.byDaemon', values)
          : t('session.downUnknown', values);
      default:
        return t('session.stateUnknown', values);
    }
  }
}
