import { ConfigReader } from '@backstage/config';
import { TestDaemon } from '../../clients/bird/testDaemon';
import { planSession } from '../planSession';
import { readActionsConfig } from '../readActionsConfig';
import { SessionDeps } from '../SessionTools';
import { gatherFacts } from './gatherFacts';
import { judgeLastPath } from './judgeLastPath';
import { judgeStays, readStays } from './readStays';

const OWN = '2001:db8:3949::/48';
const OTHER = '2001:db8:394a::/48';
const LATE = '2001:db8:394c::/48';
const hosts = Array.from(
  { length: 10_001 },
  (_, at) => `2001:db8:3949::${(at + 1).toString(16)}/128`,
);

/** What BIRD lists of prefixes that it has by itself. */
function listOf(prefixes: string[]): string {
  const lines = prefixes.map(
    prefix => `1007-${prefix} blackhole [own6 2026-11-20] * (200)\n`,
  );
  return `1007-Table master6:\n${lines.join('')}0000 \n`;
}

function protocol(name: string, neighborAs: number): string {
  return `1002-${name}      BGP        ---        up     2026-11-20    Established   \n1006-  BGP state:          Established\n     Neighbor address: 2001:db8::1\n     Neighbor AS:      ${neighborAs}\n     Local AS:         394955\n   Channel ipv6\n     State:          UP\n     Table:          master6\n`;
}

describe('a session that announces more than anybody has of their own', () => {
  const daemon = new TestDaemon();
  let config: SessionDeps['config'];

  beforeAll(async () => {
    await daemon.start();
    const all = [
      protocol('he', 6939),
      protocol('alt', 64496),
      protocol('customer', 64500),
      protocol('inside', 394955),
      // After the one with too many, by its name as well.
      protocol('voix', 64497),
    ].join('');
    const now = new Date().toISOString().replace('T', ' ').slice(0, 23);
    Object.assign(daemon.answers, {
      'show status': `1000-BIRD 2.0.12\n1011-Router ID is 192.0.2.1\n Hostname is gw1\n Current server time is ${now}\n Last reboot on 2026-11-20\n Last reconfiguration on 2026-11-20\n0013 Daemon is up and running\n`,
      'show protocols all': `2002-Name\n${all}0000 \n`,
      'show protocols': `2002-Name\n${all}0000 \n`,
      "show route export 'he'": listOf([OTHER, ...hosts]),
      "show route export 'alt'": listOf([OWN, OTHER]),
      "show route export 'customer'": listOf(['::/0']),
      "show route export 'voix'": listOf([LATE]),
      "show route export 'inside'": listOf(hosts),
    });
    const gw1 = { asn: 394955, bird: { socket: daemon.path } };
    config = readActionsConfig(
      new ConfigReader({ orion: { bgp: { routers: { gw1 } } } }),
    );
  });
  afterAll(() => daemon.stop());

  async function gather(session: string, wholes = [OWN, OTHER]) {
    const asked: string[][] = [];
    const { facts } = await gatherFacts(
      {
        past: { find: async () => [], findLocalAddress: async () => undefined },
        management: { find: async () => undefined },
        aggregates: { find: async () => ({ prefixes: wholes }) },
        guests: [],
        desired: { report: async () => {} },
        config,
        execArgv: [],
        collector: {
          ask: (async (_: string, { prefixes }: { prefixes: string[] }) => {
            asked.push(prefixes);
            return {
              ...{ families: [], ways: [], unproven: [] },
              holders: prefixes.map(prefix => ({
                ...{ prefix, router: 'gw1', session: '' },
              })),
              tables: [{ state: { router: 'gw1', state: 'live' } }],
            };
          }) as never,
        },
      },
      { router: 'gw1', session, reason: 'x' },
      AbortSignal.timeout(20_000),
    );
    expect(facts.routers).toMatchObject([
      { id: 'gw1', problem: undefined, tableProblem: undefined },
    ]);
    return { facts, asked };
  }

  it('may itself be ended by whoever accepts what is not known', async () => {
    const { facts } = await gather('he');
    expect(facts.ownExports).toEqual([
      { prefix: OWN, elsewhere: ['alt on gw1'] },
      { prefix: OTHER, elsewhere: ['alt on gw1'] },
    ]);
    const { denials } = judgeLastPath(facts);
    expect(denials).toEqual([
      {
        rule: 'unread-exports',
        sentence:
          'Session he on gw1 announces more than 10000 prefixes of its own network: which of them nobody else announces is not known.',
      },
    ]);
    const accepting = { acceptIsolation: true, outOfBand: 'the console' };
    expect(judgeLastPath({ ...facts, ...accepting })).toMatchObject({
      allowed: true,
      accepted: denials,
    });
  });

  it('hurts what cannot be named where nobody says which are own aggregates', async () => {
    const plan = async (wholes?: string[]) => {
      const { facts } = await gather('he', wholes);
      const { blastRadius } = planSession(
        { verb: 'disable' },
        { router: 'gw1', session: 'he', reason: 'x' },
        {
          session: { state: 'established' } as never,
          exports: [],
          loss: { facts, verdict: judgeLastPath(facts) },
        },
      );
      return blastRadius;
    };
    expect(await plan()).toEqual([]);
    expect(await plan([])).toEqual(['own prefixes that go out over he on gw1']);
  });

  it('keeps no other session from being ended', async () => {
    const { facts, asked } = await gather('alt');
    // What was read of it counts, and is asked for in no index.
    expect(facts.ownExports).toEqual([
      { prefix: OWN, elsewhere: [] },
      { prefix: OTHER, elsewhere: ['he on gw1'] },
    ]);
    expect(asked).toEqual([[LATE]]);
    expect(judgeLastPath(facts).denials.map(({ rule }) => rule)).toEqual([
      'inbound',
    ]);
  });

  it('hides nothing of the others when what stays is looked for', async () => {
    const look = (prefix: string, name: string) =>
      readStays(
        { config } as SessionDeps,
        { router: 'gw1' },
        [{ prefix, elsewhere: [`${name} on gw1`] }],
        AbortSignal.timeout(20_000),
      );
    expect((await look(LATE, 'voix')).missing).toEqual([]);
    expect((await look(OTHER, 'he')).missing).toEqual([]);
    // What is not among the first of its list may come after them.
    const last = await look('2001:db8:394f::/48', 'he');
    expect(judgeStays(last)).toMatchObject({
      verdict: 'unknown',
      message: expect.stringMatching(
        /Session he announces more than 10000 prefixes/,
      ),
    });
  });

  it('is no matter where it only tells a customer the way out', async () => {
    const { facts } = await gather('customer');
    expect(facts.ownExports).toEqual([]);
    expect(judgeLastPath(facts).allowed).toBe(true);
  });

  it('is no matter by the number where it is inside the network', async () => {
    daemon.answers["show route export 'he'"] = listOf([OTHER]);
    const { facts } = await gather('inside');
    expect(facts.unread).toEqual([]);
    // What goes out may be among what was not read.
    expect(facts.ownExports).toEqual([
      { prefix: OWN, elsewhere: ['alt on gw1'], by: [] },
      { prefix: OTHER, elsewhere: ['alt on gw1', 'he on gw1'], by: [] },
      { prefix: LATE, elsewhere: ['voix on gw1'], by: [] },
    ]);
    expect(judgeLastPath(facts).allowed).toBe(true);
  });
});
