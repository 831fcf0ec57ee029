import {
  describeWithDaemons,
  RealRoutinator,
  startRealRoutinator,
} from '@orion/lab';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import type { VrpSourceConfig } from '../rib/worker/RibConfig';
import { stateOf } from './testing';
import { VrpFeed } from './VrpFeed';

const roa = (prefix: string, asn: number) => ({
  asn: `AS${asn}`,
  prefix,
  maxLength: Number(prefix.split('/')[1]),
  ta: 'test',
});

const [ours, theirs, later] = [
  roa('192.0.2.0/24', 64_500),
  roa('2001:db8::/32', 4_200_000_000),
  roa('198.51.100.0/24', 64_502),
];

describeWithDaemons(['routinator'], 'VrpFeed with Routinator', () => {
  let validator: RealRoutinator | undefined;
  let feed: VrpFeed | undefined;

  afterEach(async () => {
    await feed?.stop();
    await validator?.stop();
  });

  const state = (prefix: string, asn: number) => stateOf(feed, prefix, asn);

  it.each<[string, (started: RealRoutinator) => VrpSourceConfig]>([
    [
      'RTR',
      ({ rtrPort }) => ({ type: 'rtr', host: '127.0.0.1', port: rtrPort }),
    ],
    [
      'JSON',
      ({ jsonUrl }) => ({ type: 'json', url: jsonUrl, intervalMs: 500 }),
    ],
  ])('has its ROAs by %s, and takes over a change', async (_, toSource) => {
    validator = await startRealRoutinator([ours, theirs]);
    feed = VrpFeed.start(toSource(validator), () => {});
    await eventually(() => feed?.vrps?.count === 2);
    expect(state('192.0.2.0/24', 64_500)).toBe('valid');
    expect(state('2001:db8:1::/48', 4_200_000_000)).toBe('invalid');
    expect(state('203.0.113.0/24', 64_500)).toBe('not-found');

    validator.set([ours, later]);
    await eventually(() => state('198.51.100.0/24', 64_502) === 'valid');
    expect(state('2001:db8::/32', 4_200_000_000)).toBe('not-found');
    expect(feed.state).toMatchObject({ count: 2, aspas: 0, error: undefined });
  });
});
