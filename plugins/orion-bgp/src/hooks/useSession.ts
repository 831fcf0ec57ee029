import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  CounterSeries,
  RefusalReasons,
  SessionDetail,
  SessionRef,
  TransitionPage,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../api/bgpApiRef';
import { NamedSeries } from '../lib/NamedSeries';
import { funnelSteps } from '../lib/funnel';
import { familyName } from '../lib/familyName';
import { mapLoadable } from '../lib/mapLoadable';
import { orionBgpTranslationRef } from '../translation';
import { useCounterText } from './useCounterText';
import { BGP_CHANNEL } from './useSessions';

const POLL_MS = 5_000;
const HISTORY_POLL_MS = 60_000;
/** A walk over a whole table, and tables move slowly. */
const REFUSALS_POLL_MS = 30_000;
/** Of one page. */
export const TRANSITIONS = 100;

/** One session, kept up to date. */
export function useSession({
  router,
  session,
}: SessionRef): Loadable<SessionDetail> {
  const api = useApi(bgpApiRef);
  return useLoadable(
    () => api.getSession({ router, session }),
    [api, router, session],
    { channel: BGP_CHANNEL, pollMs: POLL_MS },
  );
}

/** Its newest changes of state, newest first, and when nobody looked. */
export function useTransitions({
  router,
  session,
}: SessionRef): Loadable<TransitionPage> {
  const api = useApi(bgpApiRef);
  return useLoadable(
    () => api.listTransitions({ router, session }, { limit: TRANSITIONS }),
    [api, router, session],
    { channel: BGP_CHANNEL, pollMs: HISTORY_POLL_MS },
  );
}

/** Why its routes were refused, counted in the route index. */
export function useRefusals({
  router,
  session,
}: SessionRef): Loadable<RefusalReasons> {
  const api = useApi(bgpApiRef);
  return useLoadable(
    () => api.countRefusals({ router, session }),
    [api, router, session],
    { pollMs: REFUSALS_POLL_MS },
  );
}

/** Its counters over the last hours. */
export function useCounters(
  { router, session }: SessionRef,
  hours: number,
): Loadable<NamedSeries[]> {
  const api = useApi(bgpApiRef);
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const text = useCounterText();
  const loaded = useLoadable(
    () => api.getCounters({ router, session }, { hours }),
    [api, router, session, hours],
    { pollMs: HISTORY_POLL_MS, keepPrevious: true },
  );
  return mapLoadable(loaded, ({ series }) =>
    [...series]
      .sort(asInFunnel)
      .map(({ definition, times, values, ...one }) => {
        const counter = t(`counter.${one.counter}`);
        const family = familyName(one.family);
        const last = values.filter(value => value !== null).at(-1);
        return {
          key: `${one.family} ${one.counter} ${definition}`,
          name: `${counter} ${family}`,
          hint: text({ definition, value: last ?? undefined }),
          subject: { counter, family },
          unit: t('chart.routes'),
          times,
          values,
        };
      }),
  );
}

/** Family by family, each from what was received to what was sent. */
function asInFunnel(a: CounterSeries, b: CounterSeries): number {
  return (
    a.family.localeCompare(b.family) ||
    funnelSteps.indexOf(a.counter) - funnelSteps.indexOf(b.counter)
  );
}
