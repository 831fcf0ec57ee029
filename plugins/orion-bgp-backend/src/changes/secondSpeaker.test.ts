import { RunningBird, RunningGobgp, startBird, startGobgp } from '@orion/lab';
import { actedRouter } from '../__testUtils__/actedRouter';
import { standingInGw1, waitingGw2 } from '../__testUtils__/oneUpstream';
import { LocalAddress } from './comeback/LocalAddress';
import { SessionStage, startSessionStage } from './testing/startSessionStage';

const ENABLE = 'bgp-peer.enable';
const HE = '2001:db8:100::1';
const TAKEN =
  'AS6939 at 2001:db8:100::1 speaks with 2001:db8:100::2 already: that is session he_v6 on gw1, and 2001:db8:100::1 on gw2 would take it away. Sessions go from one router to another by a cut-over.';

describe('an enable where another router speaks with the neighbor', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let stage: SessionStage;

  beforeAll(async () => {
    [bird, gobgp] = await Promise.all([
      startBird({ connectMs: 50, seed: standingInGw1 }),
      startGobgp({ port: 0, connectMs: 50, seed: waitingGw2 }),
    ]);
    stage = await startSessionStage({
      defaultOwner: 'group:default/team-a',
      routers: {
        gw1: actedRouter(bird),
        gw2: actedRouter(gobgp),
        gone: { asn: 394955, bird: { socket: '/nonexistent/bird.ctl' } },
        elsewhere: { asn: 64500, bird: { socket: '/nonexistent/other.ctl' } },
      },
    });
  });

  beforeEach(() => {
    bird.world.sessionUp('he_v6');
    gobgp.world.disable('he_v6', 'waits');
    stage.addresses.clear();
  });

  afterAll(async () => {
    await stage?.stop();
    await Promise.all([bird?.stop(), gobgp?.stop()]);
  });

  const enable = (router: string, session: string) =>
    stage.submit(ENABLE, { router, session, reason: 'done' });
  const speakers = async (id: number) => {
    const { plan } = await stage.pipeline.drive(id, 'awaiting-approval');
    return plan!.lines
      .filter(({ address }) => address.startsWith('speaker.'))
      .map(({ title, detail }) => [title, detail]);
  };
  const unknown = [
    `whether gone speaks with ${HE} is not known`,
    'gone does not answer: if it does from the same address, the neighbor keeps one of the two',
  ];

  it('is denied from the same address', async () => {
    const { reason } = await stage.pipeline.drive(
      await enable('gw2', HE),
      'denied',
    );
    expect(reason).toBe(TAKEN);
  });

  it('is denied where that comes up after the approval', async () => {
    bird.world.disable('he_v6', 'by hand');
    const id = await enable('gw2', HE);
    expect(await speakers(id)).toEqual([unknown]);
    await stage.pipeline.approve(id);
    bird.world.sessionUp('he_v6');
    const { reason } = await stage.pipeline.drive(id, 'denied');
    expect(reason).toBe(TAKEN);
    expect(gobgp.world.session('he_v6').disabled).toBe(true);
  });

  it('says so where a daemon does not tell its address while it is down', async () => {
    bird.world.disable('he_v6', 'by hand');
    gobgp.world.sessionUp('he_v6');
    expect(await speakers(await enable('gw1', 'he_v6'))).toEqual(
      [
        unknown,
        [
          `gw2 speaks with ${HE} as well`,
          'whether from the address of he_v6 on gw1 is not known before it is up: if so, the neighbor keeps one of the two',
        ],
      ].reverse(),
    );
  });

  describe('whose daemon does not tell its address while it is down', () => {
    const OWN = '2001:db8:100::2';
    const SEEN_AT = '2026-11-27T05:00:00.000Z';
    const taken = (source: string) =>
      `AS6939 at ${HE} speaks with ${OWN} already: that is session ${HE} on gw2, and he_v6 on gw1 would take it away. he_v6 on gw1 is down and does not tell its address: that is ${source}. Sessions go from one router to another by a cut-over.`;
    const know = (known: LocalAddress | Error) =>
      stage.addresses.set('gw1/he_v6', known);

    beforeEach(() => {
      bird.world.disable('he_v6', 'by hand');
      gobgp.world.sessionUp('he_v6');
    });

    it.each<[LocalAddress, string]>([
      [{ address: OWN, source: 'netbox' }, 'what NetBox records'],
      [
        { address: OWN, source: 'seen', at: SEEN_AT },
        `what it was when ORION last saw the session up, at ${SEEN_AT}`,
      ],
    ])(
      'is denied by what is known, and says from where: %o',
      async (known, source) => {
        know(known);
        const id = await enable('gw1', 'he_v6');
        const { reason } = await stage.pipeline.drive(id, 'denied');
        expect(reason).toBe(taken(source));
      },
    );

    it('is denied by it after the approval as well', async () => {
      gobgp.world.disable('he_v6', 'waits');
      know({ address: OWN, source: 'netbox' });
      const id = await enable('gw1', 'he_v6');
      expect(await speakers(id)).toEqual([unknown]);
      await stage.pipeline.approve(id);
      gobgp.world.sessionUp('he_v6');
      const { reason } = await stage.pipeline.drive(id, 'denied');
      expect(reason).toBe(taken('what NetBox records'));
      expect(bird.world.session('he_v6').disabled).toBe(true);
    });

    it('is planned from another address, and names who says that', async () => {
      know({ address: '2001:db8:100::9', source: 'seen', at: SEEN_AT });
      expect((await speakers(await enable('gw1', 'he_v6')))[0]).toEqual([
        `gw2 speaks with ${HE} as well`,
        `from ${OWN}; he_v6 on gw1 speaks from 2001:db8:100::9: what it was when ORION last saw the session up, at ${SEEN_AT}`,
      ]);
    });

    it('is planned as not known where nobody answers', async () => {
      know(new Error('the plugin orion-bgp does not answer'));
      expect((await speakers(await enable('gw1', 'he_v6')))[0][1]).toMatch(
        /^whether from the address of he_v6 on gw1 is not known before it is up/,
      );
    });
  });

  it('takes the word of a daemon before any other', async () => {
    stage.addresses.set(`gw2/${HE}`, {
      address: '2001:db8:100::9',
      source: 'netbox',
    });
    const id = await enable('gw2', HE);
    const { reason } = await stage.pipeline.drive(id, 'denied');
    expect(reason).toBe(TAKEN);
  });
});
