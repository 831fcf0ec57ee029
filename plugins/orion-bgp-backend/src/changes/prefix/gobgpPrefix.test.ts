import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import {
  RunningBird,
  RunningGobgp,
  RunningValidator,
  startBird,
  startGobgp,
  startValidator,
} from '@orion/lab';
import { asSoonAs } from '../../__testUtils__/asSoonAs';
import { actedRouter } from '../../__testUtils__/actedRouter';
import { PrefixKind } from './PrefixKind';
import { prefixKinds } from './prefixKinds';
import { SessionStage, startSessionStage } from '../testing/startSessionStage';

const ANNOUNCE = 'prefix.announce';
const WITHDRAW = 'prefix.withdraw';
const OWN = '2001:db8:3949::/48';
/** An own prefix that no router has. */
const FREE = '198.51.100.0/24';
const change = { router: 'gw2', prefix: OWN, reason: 'maintenance CHG-42' };

describe.each([3, 4] as const)(
  'actions on a prefix of the lab’s GoBGP %s',
  api => {
    let gobgp: RunningGobgp;
    let bird: RunningBird;
    let validator: RunningValidator;
    let stage: SessionStage;
    const writes = () =>
      gobgp.requests
        .list()
        .map(({ path }) => path.split('/').pop())
        .filter(name => /^(Add|Delete)Path$/.test(name!));
    const own = () => gobgp.world.state.own.map(({ prefix }) => prefix);
    const denied = async (kind: string, input: object) => {
      const id = await stage.submit(kind, input);
      return (await stage.pipeline.drive(id, 'denied')).reason;
    };

    beforeAll(async () => {
      [bird, gobgp, validator] = await Promise.all([
        startBird({ connectMs: 50 }),
        startGobgp({ port: 0, api, connectMs: 50 }),
        startValidator({ port: 0 }),
      ]);
      stage = await startSessionStage({
        defaultOwner: 'group:default/team-a',
        aggregates: ['192.0.2.0/24', OWN, FREE, '203.0.112.0/20'],
        moreSpecificsUpTo: { ipv6: 49 },
        rpki: [{ url: `${validator.url}/json` }],
        routers: {
          gw1: {
            asn: 394955,
            bird: { socket: bird.readPath },
            actions: { bird: { socket: bird.path } },
          },
          gw2: actedRouter(gobgp, { outOfBand: 'serial console' }),
          reader: { asn: 64500, gobgp: { target: gobgp.target } },
        },
      });
      await eventually(async () => {
        const { state } = await stage.deps.collector.ask('validate', {
          prefix: OWN,
          originAs: 394955,
        });
        return state === 'valid';
      });
    });

    beforeEach(() => {
      gobgp.requests.clear();
      stage.reports.length = 0;
    });

    afterAll(async () => {
      await stage?.stop();
      await Promise.all([bird?.stop(), gobgp?.stop(), validator?.stop()]);
    });

    it('is taken back and announced again, each proven and confirmed', async () => {
      const id = await stage.approved(WITHDRAW, { ...change, name: OWN });
      const lines = (await stage.pipeline.find(id)).plan!.lines;
      expect(lines.map(({ title }) => title)).toContain(
        `announcement of ${OWN} by gw2`,
      );
      expect(lines.find(({ address }) => /^prefix/.test(address))?.detail).toBe(
        'others still reach it by he_v6 on gw1',
      );
      await stage.pipeline.drive(id, 'succeeded');
      expect(own()).not.toContain(OWN);
      expect(writes()).toEqual(['DeletePath']);
      expect(stage.reports).toMatchObject([
        {
          router: 'gw2',
          target: 'prefix',
          name: OWN,
          state: 'withdrawn',
          changeId: id,
        },
      ]);

      const back = await stage.approved(ANNOUNCE, change);
      expect(await stage.lines(back)).toEqual([
        `RPKI: ${OWN} of AS394955 is valid`,
        `${OWN} is ours, says orion.bgp.aggregates`,
        `announcement of ${OWN} by gw2`,
        `AS6939 at 2001:db8:100::1 gets ${OWN}`,
        `AS394955 at 10.0.10.1 does not get ${OWN}`,
        `others reach ${OWN} by he_v6 on gw1`,
      ]);
      const row = await stage.pipeline.drive(back, 'succeeded');
      expect(row.target).toMatchObject({
        ref: `bgp:gw2/${OWN}`,
        entityRef: 'resource:default/bgp-gw2',
      });
      expect(own()).toContain(OWN);
      expect(writes()).toEqual(['DeletePath', 'AddPath']);
      expect(stage.reports.at(-1)).toMatchObject({ state: 'announced' });
    });

    it('is announced again where the other way falls before it is confirmed', async () => {
      const id = await stage.approved(WITHDRAW, { ...change, name: OWN });
      const stop = asSoonAs(
        () => !own().includes(OWN),
        () => bird.world.sessionDown('he_v6'),
      );
      const { reason } = await stage.pipeline.drive(id, 'failed');
      stop();
      bird.world.sessionUp('he_v6');
      expect(reason).toMatch(
        /It does not hold: .* again\. No established external session of another router announces 2001:db8:3949::\/48 any more, and the plan said that others reach it by he_v6 on gw1/,
      );
      await eventually(() => own().includes(OWN));
    });

    it('does not begin where there is nothing to do', async () => {
      expect(await denied(ANNOUNCE, change)).toMatch(/announces .* already/);
      expect(
        await denied(WITHDRAW, { ...change, prefix: FREE, name: FREE }),
      ).toMatch(/gw2 does not announce 198\.51\.100\.0\/24/);
      expect(writes()).toEqual([]);
    });

    it('keeps what nobody else announces, unless that is accepted', async () => {
      const add = await stage.approved(ANNOUNCE, { ...change, prefix: FREE });
      await stage.pipeline.drive(add, 'succeeded');
      const input = { ...change, prefix: FREE, name: FREE };
      expect(await denied(WITHDRAW, input)).toMatch(
        /without gw2 nobody outside would reach it/,
      );
      const id = await stage.approved(WITHDRAW, {
        ...input,
        acceptIsolation: true,
      });
      expect(await stage.lines(id)).toEqual(
        expect.arrayContaining([
          'isolation, which the requester accepts',
          'which guests lose their path is not known',
        ]),
      );
      await stage.pipeline.drive(id, 'succeeded');
      expect(own()).not.toContain(FREE);
    });

    it('names the guests that would lose their path, and counts them as touched', async () => {
      const guests = [
        { name: 'NetBox', listGuests: async () => ['web-02', 'web-01'] },
      ];
      const kind = new PrefixKind({ ...stage.deps, guests }, prefixKinds[1]);
      await stage.pipeline.drive(
        await stage.approved(ANNOUNCE, { ...change, prefix: FREE }),
        'succeeded',
      );
      const plan = await kind.plan({
        change: {
          input: { ...change, prefix: FREE, name: FREE, acceptIsolation: true },
        },
        signal: AbortSignal.timeout(30_000),
        saveFacts: async () => {},
      } as never);
      expect(plan.lines).toContainEqual(
        expect.objectContaining({
          action: 'destroy',
          title: 'path of 2 guests from outside',
          detail: 'web-01, web-02',
        }),
      );
      expect(plan.blastRadius).toEqual(['web-01', 'web-02']);
    });

    it('denies the last way that is lost after the plan', async () => {
      const id = await stage.submit(WITHDRAW, { ...change, name: OWN });
      await stage.pipeline.drive(id, 'awaiting-approval');
      bird.world.sessionDown('he_v6');
      await stage.pipeline.approve(id);
      const { reason } = await stage.pipeline.drive(id, 'denied');
      expect(reason).toMatch(/No established external session of another/);
      bird.world.sessionUp('he_v6');
      expect(writes()).toEqual([]);
    });

    it('sets aside what was approved, and asks anew for a way that fell since', async () => {
      const input = { ...change, name: OWN, acceptIsolation: true };
      const id = await stage.submit(WITHDRAW, input);
      await stage.pipeline.drive(id, 'awaiting-approval');
      bird.world.sessionDown('he_v6');
      await stage.pipeline.approve(id);
      await stage.pipeline.drive(id, 'awaiting-approval');
      bird.world.sessionUp('he_v6');
      expect(await stage.lines(id)).toContain(
        'isolation, which the requester accepts',
      );
      const told = JSON.stringify(
        await stage.pipeline.knex('record').where({ change_id: id }),
      );
      expect(told).toMatch(
        /Others reached 2001:db8:3949::\/48 by he_v6 on gw1 when it was planned, and by nothing but gw2 now/,
      );
      expect(writes()).toEqual([]);
    });

    it('denies what it does not know, whatever is accepted', async () => {
      bird.faults.set('refuse', {});
      const input = { ...change, name: OWN, acceptIsolation: true };
      expect(await denied(WITHDRAW, input)).toMatch(
        /router gw1 was not read whole/,
      );
      bird.faults.clear();
    });

    it('denies an announcement that others would refuse, with the ROA', async () => {
      // A part of an own prefix, which the ROA does not allow.
      const prefix = '2001:db8:3949::/49';
      expect(await denied(ANNOUNCE, { ...change, prefix })).toMatch(
        /would be RPKI invalid, because it is too long: 2001:db8:3949::\/48 up to \/48 of AS394955/,
      );
      expect(writes()).toEqual([]);
    });

    it.each([
      [
        '203.0.113.0/24',
        /more specific than 203\.0\.112\.0\/20; orion\.bgp\.moreSpecificsUpTo\.ipv4/,
      ],
      ['2001:db8:3949::/50', /more specific than .*moreSpecificsUpTo\.ipv6/],
      ['192.0.0.0/16', /none of the own prefixes/],
      ['8.8.8.0/24', /none of the own prefixes/],
      ['0.0.0.0/0', /none of the own prefixes/],
      ['::/0', /none of the own prefixes/],
      ['::ffff:192.0.2.0/120', /none of the own prefixes/],
      [
        '192.0.2.1/24',
        /has bits behind its length; the network is 192\.0\.2\.0\/24/,
      ],
      ['2001:DB8:3949:0::/48', /write ".*" as 2001:db8:3949::\/48/],
      ['192.0.2.0', /is no prefix/],
      ['192.0.2.0/24 ', /is no prefix/],
      ['192.0.2.0/024', /is no prefix/],
      ['x'.repeat(44), /prefix/],
      ['', /prefix/],
    ])('refuses %s at the door', async (prefix, problem) => {
      for (const [kind, more] of [
        [ANNOUNCE, {}],
        [WITHDRAW, { name: prefix }],
      ] as const) {
        await expect(
          stage.submit(kind, { ...change, prefix, ...more }),
        ).rejects.toThrow(problem);
      }
      expect(writes()).toEqual([]);
    });

    it('refuses routers and texts that make no sense', async () => {
      await expect(
        stage.submit(ANNOUNCE, { ...change, router: 'gw1' }),
      ).rejects.toThrow(/gw1 is a BIRD/);
      await expect(
        stage.submit(ANNOUNCE, { ...change, router: 'reader' }),
      ).rejects.toThrow(/orion\.bgp\.routers\.reader\.actions enables/);
      await expect(
        stage.submit(WITHDRAW, { ...change, name: FREE }),
      ).rejects.toThrow(/input\.name/);
      await expect(
        stage.submit(ANNOUNCE, { ...change, reason: 'x'.repeat(129) }),
      ).rejects.toThrow(/129 octets/);
      await expect(
        stage.submit(ANNOUNCE, { ...change, uuid: 'ff' }),
      ).rejects.toThrow(/uuid/);
    });

    it('is void when somebody else was faster, and nothing is written', async () => {
      const id = await stage.approved(WITHDRAW, { ...change, name: OWN });
      gobgp.world.state.own
        .filter(({ prefix }) => prefix === OWN)
        .forEach(({ prefix, protocol }) =>
          gobgp.world.withdrawOwn(prefix, protocol),
        );
      await stage.pipeline.drive(id, 'denied');
      expect(writes()).toEqual([]);
      gobgp.restart();
    });
  },
);
