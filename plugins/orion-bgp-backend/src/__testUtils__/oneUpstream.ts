import { BgpOffer, BgpSession, BgpWorldState, gw2Seed } from '@orion/lab';
import { hearingGw2 } from '../changes/testing/startSessionStage';

/** The one address the upstream speaks with, which gw1 has until it lets go. */
const UPSTREAM_LOCAL = '2001:db8:100::2';
/** Routes nobody else has, as many as a person could look through. */
const OWN_ROUTES = 12;

/** Sessions that stand in for the upstream, as each daemon calls them. */
export const standIns = {
  gw1: ['stand_in6'],
  gw2: ['2001:db8:200::1', '2001:db8:300::1'],
};

/** gw1, whose upstream has one session, beside a neighbor that stands in for it. */
export function standingInGw1(now: number): BgpWorldState {
  const state = hearingGw2(now);
  return { ...state, sessions: [...state.sessions, standIn(state)] };
}

/**
 * gw2, on which the upstream waits until gw1 lets go. The same neighbor stands in,
 * and over another session it hands on what the upstream sends gw1.
 */
export function waitingGw2(now: number): BgpWorldState {
  const state = gw2Seed(now);
  const feed: BgpSession = {
    ...structuredClone(upstreamOf(state)),
    name: 'feed6',
    description: 'the table of the upstream',
    neighborAddress: '2001:db8:300::1',
    neighborId: '198.51.100.201',
    localAddress: '2001:db8:300::2',
  };
  return {
    ...state,
    sessions: [
      ...state.sessions.map(session =>
        session.name === 'he_v6'
          ? {
              ...session,
              localAddress: UPSTREAM_LOCAL,
              disabled: true,
              state: 'down' as const,
            }
          : session,
      ),
      standIn(state),
      feed,
    ],
  };
}

/** It speaks as the upstream, at addresses of its own, with routes of its own. */
function standIn(state: BgpWorldState): BgpSession {
  const session: BgpSession = {
    ...structuredClone(upstreamOf(state)),
    name: 'stand_in6',
    description: 'stands in for the upstream',
    neighborAddress: '2001:db8:200::1',
    neighborId: '198.51.100.200',
    localAddress: '2001:db8:200::2',
  };
  const [channel] = session.channels;
  const good = channel.offers.filter(({ refusedFor }) => !refusedFor);
  // The real one's routes would be chosen on gw1 alone, and nothing would be equal.
  channel.offers = good.slice(0, OWN_ROUTES).map(
    (offer, index): BgpOffer => ({
      ...offer,
      prefix: `2001:db8:${(0x2000 + index).toString(16)}::/48`,
    }),
  );
  return session;
}

function upstreamOf({ sessions }: BgpWorldState): BgpSession {
  return sessions.find(({ name }) => name === 'he_v6')!;
}
