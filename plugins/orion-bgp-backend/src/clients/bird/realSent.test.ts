import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { describeWithDaemons } from '@orion/lab';
import { BirdPair, startBirdPair } from '../../__testUtils__/startBirdPair';
import { parsePrefix } from '../../routes/addresses';
import { SentRecord } from '../../routes/RouteSource';
import { toSentRoute } from '../../routes/toSentRoute';
import { tellSent } from '../../services/sent/tellSent';

const { signal } = new AbortController();
const MARKED = '192.0.2.0/24';
/** Its route has a MED, which the filter leaves alone. */
const WITH_MED = '198.51.100.0/24';
const HIDDEN = '203.0.113.0/24';

const session = (name: string, mine: string, theirs: string, channel: string) =>
  `protocol bgp ${name} { local ${mine}; neighbor ${theirs}; multihop 2;
    connect delay time 1; connect retry time 1; error wait time 1, 2; ipv4 { ${channel} }; }`;

describe.each(['bird', 'bird2', 'bird3'] as const)(
  'what %s tells a neighbor',
  daemon => {
    describeWithDaemons([daemon], 'for real', () => {
      let pair: BirdPair;

      const sent = async (...prefixes: string[]) => {
        const found: SentRecord[] = [];
        await pair.source.lookupExports({
          ...{ signal, session: 'he' },
          prefixes: prefixes.map(prefix => parsePrefix(prefix)!),
          sink: route => void found.push(route),
        });
        return found.map(route =>
          tellSent(toSentRoute(route), { localAs: 394955, families: [] }),
        );
      };
      const heard = (prefix: string) =>
        pair.neighbor.ask(`show route ${prefix} all`);

      beforeAll(async () => {
        pair = await startBirdPair(daemon, {
          neighbor: {
            ...{ host: '127.0.0.98', asn: 6939 },
            config: (local, remote) =>
              `log stderr { fatal, bug }; router id 198.51.100.98; protocol device {}
        ${session('gw1', local, remote, 'import all; export none;')}`,
          },
          bird: {
            ...{ host: '127.0.0.99', asn: 394955 },
            config: (local, remote) =>
              `log stderr { fatal, bug }; router id 198.51.100.99; protocol device {}
        protocol static own { ipv4; route ${MARKED} unreachable; route ${HIDDEN} unreachable;
          route ${WITH_MED} unreachable { bgp_med = 5; }; }
        filter own_out {
          if net = ${HIDDEN} then reject;
          if net = ${MARKED} then {
            bgp_med = 30; bgp_path.prepend(394955); bgp_community.add((65535, 65281));
            bgp_local_pref = 200;
            bgp_ext_community.add((rt, 65000, 7));
            bgp_ext_community.add((generic, 0x43000000, 0x1));
          }
          accept;
        }
        ${session('he', local, remote, 'import none; export filter own_out;')}`,
          },
        });
        for (const prefix of [MARKED, WITH_MED]) {
          await eventually(async () => (await heard(prefix)).includes('gw1'));
        }
      });
      afterAll(() => pair?.stop());

      it('is told after its filter, without what it adds and takes off as it sends', async () => {
        const [told] = await sent(MARKED);
        expect(told).toEqual({
          prefix: MARKED,
          values: {
            ...{ asPath: '394955', communities: 'NO_EXPORT' },
            ...{ largeCommunities: '', extendedCommunities: 'rt:65000:7' },
            ...{ med: '30', origin: 'igp', nextHop: '', other: '' },
          },
          ignored: [
            ...['own-next-hop', 'sent-origin', 'inside-only'],
            'non-transitive',
          ],
          asSent: false,
          doubt: undefined,
        });
        // And so the neighbor has it.
        const text = await heard(MARKED);
        expect(text).toMatch(/path: 394955 394955\n/);
        expect(text).toMatch(/origin: IGP\n/);
        expect(text).toMatch(/med: 30\n/);
        expect(text).toMatch(/community: \(65535,65281\)\n/);
        expect(text).toMatch(/ext_community: \(rt, 65000, 7\)\n/);
        expect(text).toMatch(/local_pref: 100\n/);
      });

      it('does not say whether a MED goes out that the route had before', async () => {
        const [told] = await sent(WITH_MED);
        expect(told.doubt).toMatch(/^whether its MED 5/);
        // It does in BIRD 2, and in BIRD 3 it does not.
        expect(/med: 5\n/.test(await heard(WITH_MED))).toBe(daemon !== 'bird3');
      });

      it('has nothing of what its filter refuses, and of what it does not have', async () => {
        expect(await sent(HIDDEN, '10.9.9.0/24')).toEqual([]);
      });
    });
  },
);
