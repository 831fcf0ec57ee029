import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import {
  gw1Seed,
  RunningBird,
  RunningGobgp,
  startBird,
  startGobgp,
} from '@orion/lab';
import { asSoonAs } from '../__testUtils__/asSoonAs';
import { actedRouter } from '../__testUtils__/actedRouter';
import { SessionKind } from './SessionKind';
import { sessionKinds } from './sessionKinds';
import {
  hearingGw2,
  SessionStage,
  startSessionStage,
} from './testing/startSessionStage';

const DISABLE = 'bgp-peer.disable';
const off = (session: string) => ({
  router: 'gw1',
  session,
  name: session,
  reason: 'maintenance CHG-42',
});

/** An address he_v4 is the way to. */
const PROTECTED = gw1Seed()
  .sessions.find(({ name }) => name === 'he_v4')!
  .channels[0].offers.find(
    ({ prefix, refusedFor }) => !refusedFor && !prefix.endsWith('/0'),
  )!
  .prefix.replace(/\.\d+\/.*/, '.1');

describe('the last path over two routers of one network', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let stage: SessionStage;

  beforeAll(async () => {
    [bird, gobgp] = await Promise.all([
      startBird({ connectMs: 50, seed: hearingGw2 }),
      startGobgp({ port: 0, connectMs: 50 }),
    ]);
    stage = await startSessionStage({
      defaultOwner: 'group:default/team-a',
      protectedAddresses: [PROTECTED],
      routers: {
        gw1: actedRouter(bird, { outOfBand: 'serial console' }),
        gw2: { asn: 394955, gobgp: { target: gobgp.target } },
        elsewhere: { asn: 64500, bird: { socket: '/nonexistent/bird.ctl' } },
      },
    });
  });

  beforeEach(() => gobgp.world.sessionUp('he_v6'));

  afterAll(async () => {
    await stage?.stop();
    await Promise.all([bird?.stop(), gobgp?.stop()]);
  });

  const denied = async (input: object) => {
    const id = await stage.submit(DISABLE, input);
    return (await stage.pipeline.drive(id, 'denied')).reason;
  };

  it('counts what another router has, until it has it no more', async () => {
    const id = await stage.submit(DISABLE, off('he_v6'));
    const row = await stage.pipeline.drive(id, 'awaiting-approval');
    expect(await stage.lines(id)).toContain(
      '1436 IPv6 paths, none of them the only way',
    );
    const announced = row.plan!.lines.find(({ address }) =>
      address.startsWith('announcement.2001:db8:3949::/48'),
    );
    expect(announced?.detail).toBe('stays over 2001:db8:100::1 on gw2');
    expect(row.plan!.blastRadius).toEqual([]);

    gobgp.world.sessionDown('he_v6');
    await stage.pipeline.approve(id);
    const { reason } = await stage.pipeline.drive(id, 'denied');
    expect(reason).toMatch(/2001:db8:3949::\/48.*session he_v6 on gw1/);
    expect(bird.world.session('he_v6').state).toBe('established');
  });

  it('sets aside what was approved, and asks anew for what fell since', async () => {
    const id = await stage.submit(DISABLE, {
      ...off('he_v6'),
      acceptIsolation: true,
    });
    const row = await stage.pipeline.drive(id, 'awaiting-approval');
    expect(row.plan!.blastRadius).toEqual([]);
    gobgp.world.sessionDown('he_v6');
    await stage.pipeline.approve(id);
    // Judged anew, it hurts more than the policy of this network lets pass.
    const { reason } = await stage.pipeline.drive(id, 'denied');
    expect(reason).toMatch(/Touches 2 beyond its target \(2001:db8:3949::\/48/);
    const told = JSON.stringify(
      await stage.pipeline.knex('record').where({ change_id: id }),
    );
    expect(told).toMatch(
      /More would be lost than was approved: .*announced nowhere else, 2001:db8:3949::\/48, 2001:db8:394a::\/48; .*every IPv6 path.*the only path of 1436 IPv6 prefixes, and 0 were approved\."/,
    );
    expect(bird.world.session('he_v6').state).toBe('established');
  });

  it('does not begin again after a crash where more would be lost by then', async () => {
    const input = { ...off('he_v6'), acceptIsolation: true };
    const kind = new SessionKind(stage.deps, sessionKinds[0]);
    let facts: JsonObject = {};
    const workDir = await mkdtemp(join(tmpdir(), 'orion-again-'));
    const ctx = () =>
      ({
        ...{ facts, workDir, signal: AbortSignal.timeout(60_000) },
        change: { input, mayTryAgain: true },
        saveFacts: async (more: JsonObject) => {
          // As the database keeps them.
          facts = JSON.parse(JSON.stringify({ ...facts, ...more }));
        },
      } as never);
    await kind.plan(ctx());
    expect(await kind.recover(ctx())).toMatchObject({ next: 'apply' });
    gobgp.world.sessionDown('he_v6');
    expect(await kind.recover(ctx())).toMatchObject({
      next: 'absent',
      message: expect.stringMatching(/^More would be lost than was approved: /),
    });
    await rm(workDir, { recursive: true });
  });

  it('takes it back where the other way falls before it is confirmed', async () => {
    const id = await stage.approved(DISABLE, off('he_v6'));
    const stop = asSoonAs(
      () => bird.world.session('he_v6').disabled,
      () => gobgp.world.sessionDown('he_v6'),
    );
    const { reason } = await stage.pipeline.drive(id, 'failed');
    stop();
    expect(reason).toMatch(
      /It does not hold: .* again\. No established external session announces any more: 2001:db8:3949::\/48, of which the plan said that it stays over 2001:db8:100::1 on gw2/,
    );
    expect(bird.world.session('he_v6').state).toBe('established');
  });

  it('does not count what another router has and this one does not hear', async () => {
    bird.world.sessionDown('shadow');
    expect(await denied(off('he_v6'))).toMatch(
      /All 1436 external IPv6 paths.*Paths of gw2 do not count/,
    );
    bird.world.sessionUp('shadow');
  });

  it('keeps the way to protected addresses, unless there is another', async () => {
    expect(await denied(off('he_v4'))).toMatch(
      new RegExp(`\\(${PROTECTED}\\) goes by .* over session he_v4 on gw1`),
    );
    const accepting = { ...off('he_v4'), acceptIsolation: true };
    const id = await stage.submit(DISABLE, accepting);
    await stage.pipeline.drive(id, 'awaiting-approval');
    expect(await stage.lines(id)).toContain(
      'isolation, which the requester accepts',
    );
  });

  it('names the guests of prefixes that would go out nowhere', async () => {
    gobgp.world.sessionDown('he_v6');
    const asked: string[][] = [];
    const guests = [
      {
        name: 'NetBox',
        listGuests: async (prefixes: string[]) => {
          asked.push(prefixes);
          return ['web-01'];
        },
      },
    ];
    const plan = await new SessionKind(
      { ...stage.deps, guests },
      sessionKinds[0],
    ).plan({
      change: { input: { ...off('he_v6'), acceptIsolation: true } },
      signal: AbortSignal.timeout(60_000),
      saveFacts: async () => {},
    } as never);
    expect(asked[0]).toContain('2001:db8:3949::/48');
    expect(plan.lines[0]).toMatchObject({
      action: 'destroy',
      // Nothing else leads out either.
      title: 'path of 1 guest to and from outside',
      detail: 'web-01',
    });
    expect(plan.blastRadius).toContain('web-01');
    expect(plan.blastRadius).toContain('2001:db8:3949::/48');
  });

  it('refuses while a router of the network is silent, whatever is accepted', async () => {
    gobgp.faults.set('down', {});
    const accepting = { ...off('he_v6'), acceptIsolation: true };
    expect(await denied(accepting)).toMatch(/router gw2 was not read whole/);
    gobgp.faults.clear();
  });

  it('says which key enables actions on a router that is only read', async () => {
    const input = { router: 'gw2', session: '2001:db8:100::1', reason: 'x' };
    await expect(stage.submit('bgp-peer.enable', input)).rejects.toThrow(
      /orion\.bgp\.routers\.gw2\.actions enables/,
    );
  });
});
