import {
  BgpApi,
  OwnPrefixList,
} from '@orion/backstage-plugin-orion-bgp-common';
import { drift, fakeBgpApi, freshNow, ownPrefixes, session } from './fakes';

const [ours] = ownPrefixes();

/** A session that is not as a change decided. */
export function sessionDrift(over: object = {}): BgpApi {
  return fakeBgpApi({
    getSession: jest.fn().mockResolvedValue({
      ...session({ drift: drift() }),
      actions: true,
      freshness: freshNow(),
      ...over,
    }),
  });
}

/** An own prefix that is not as a change decided. */
export function prefixDrift(over: Partial<OwnPrefixList> = {}): BgpApi {
  const decided = { target: 'prefix', name: ours.prefix } as const;
  const drifts = [drift({ ...decided, state: 'announced' })];
  return fakeBgpApi({
    listOwnPrefixes: jest.fn().mockResolvedValue({
      items: [{ ...ours, drifts }],
      actionRouters: ['gw1'],
      ...over,
    }),
  });
}
