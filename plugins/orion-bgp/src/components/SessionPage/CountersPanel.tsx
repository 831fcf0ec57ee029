import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SessionDetail,
  TransitionPage,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, useUrlState } from '@orion/backstage-plugin-orion-react';
import { useCounters } from '../../hooks/useSession';
import { orionBgpTranslationRef } from '../../translation';
import { TimePanel } from '../TimeChart/TimePanel';
import { useSessionMarks } from './useSessionMarks';

const ranges = [1, 24, 168, 2160];

export interface CountersPanelProps {
  session: SessionDetail;
  /** What happened to it. */
  transitions: Loadable<TransitionPage>;
}

/** What a session brought, over time. */
export function CountersPanel({ session, transitions }: CountersPanelProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const [range, setRange] = useUrlState('range', '24');
  const hours = ranges.includes(Number(range)) ? Number(range) : 24;
  const { router, name } = session;
  const { marks, since } = useSessionMarks(session, transitions);
  return (
    <TimePanel
      title={t('session.counters')}
      ranges={ranges}
      hours={hours}
      onHours={next => setRange(String(next))}
      loaded={useCounters({ router, session: name }, hours)}
      marks={marks}
      marksSince={since}
      what={t('chart.what')}
      none={t('chart.none')}
    />
  );
}
