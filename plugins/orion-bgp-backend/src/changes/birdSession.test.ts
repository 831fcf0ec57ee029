import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, startBird } from '@orion/lab';
import { actedRouter } from '../__testUtils__/actedRouter';
import { SessionKind } from './SessionKind';
import { sessionKinds } from './sessionKinds';
import {
  SessionStage,
  startSessionStage,
  twoUpstreams,
} from './testing/startSessionStage';

const DISABLE = 'bgp-peer.disable';
const ENABLE = 'bgp-peer.enable';
const RESET = 'bgp-peer.soft-reset';
const he = { router: 'gw1', session: 'he_v6', reason: 'maintenance CHG-42' };
const off = { ...he, name: 'he_v6' };

describe('actions on a session of the lab’s BIRD', () => {
  let bird: RunningBird;
  let stage: SessionStage;
  const session = (name = 'he_v6') => bird.world.session(name);
  const commands = () =>
    bird
      .requests()
      .map(({ path }) => path)
      .filter(line => /^(disable|enable|reload)/.test(line));

  beforeAll(async () => {
    bird = await startBird({ connectMs: 50, seed: twoUpstreams });
    stage = await startSessionStage({
      defaultOwner: 'group:default/team-a',
      routers: {
        gw1: actedRouter(bird, { revertAfterSeconds: 20 }),
        bare: {
          asn: 64500,
          bird: { socket: bird.readPath },
          actions: { bird: { socket: bird.path } },
        },
      },
    });
  });

  beforeEach(() => {
    bird.world.sessionUp('he_v6');
    bird.world.sessionUp('alt_v6');
    bird.clearRequests();
  });

  afterAll(async () => {
    await stage?.stop();
    await bird?.stop();
  });

  it('goes down and up again, each proven and confirmed', async () => {
    const id = await stage.approved(DISABLE, off);
    const titles = await stage.lines(id);
    expect(titles.at(-1)).toBe('session he_v6 on gw1: up -> disabled');
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(row.target).toMatchObject({
      ref: 'bgp:gw1/he_v6',
      entityRef: 'resource:default/bgp-gw1-he_v6',
    });
    expect(session()).toMatchObject({
      disabled: true,
      message: 'maintenance CHG-42',
    });
    expect(commands()).toEqual([`disable 'he_v6' "maintenance CHG-42"`]);

    const back = await stage.approved(ENABLE, { ...he, reason: 'done' });
    await stage.pipeline.drive(back, 'succeeded');
    expect(session()).toMatchObject({ disabled: false, state: 'established' });
    expect(commands()).toHaveLength(2);
  });

  it('refuses to take the last path, by name', async () => {
    bird.world.sessionDown('alt_v6');
    const id = await stage.submit(DISABLE, off);
    const { reason } = await stage.pipeline.drive(id, 'denied');
    expect(reason).toMatch(/2001:db8:3949::\/48.* session he_v6 on gw1/);
    expect(reason).toMatch(/external IPv6 paths come over session he_v6/);
    expect(reason).toMatch(/routers\.gw1\.actions\.outOfBand/);
    expect(commands()).toEqual([]);
  });

  it('voids the approval when the other session goes down before the apply', async () => {
    const id = await stage.submit(DISABLE, off);
    await stage.pipeline.drive(id, 'awaiting-approval');
    bird.world.sessionDown('alt_v6');
    await stage.pipeline.approve(id);
    const row = await stage.pipeline.drive(id, 'denied');
    expect(row.reason).toMatch(/he_v6 on gw1/);
    expect(await stage.pipeline.events(id)).toContain('superseded');
    expect(commands()).toEqual([]);
    expect(session().state).toBe('established');
  });

  it('counts no way whose neighbor restarts, though that session is up', async () => {
    bird.world.restarting('alt_v6');
    const id = await stage.submit(DISABLE, off);
    const { reason } = await stage.pipeline.drive(id, 'denied');
    bird.world.restarting('alt_v6', false);
    expect(reason).toMatch(/2001:db8:3949::\/48.* session he_v6 on gw1/);
    expect(reason).toMatch(
      /What goes over session alt_v6 on gw1 does not count until the neighbor is through with its graceful restart\./,
    );
    expect(commands()).toEqual([]);
  });

  it('does nothing that only this machine would undo, unless that is allowed', async () => {
    const bare = { ...off, router: 'bare' };
    await expect(stage.submit(DISABLE, bare)).rejects.toThrow(
      /Nothing on bare undoes .*orion\.bgp\.routers\.bare\.actions\.bird\.ssh .*orion\.bgp\.routers\.bare\.actions\.localUndo: true/,
    );
    expect(commands()).toEqual([]);
    // A reset leaves nothing to undo.
    await stage.submit(RESET, { ...he, router: 'bare', direction: 'in' });
    const id = await stage.submit(DISABLE, off);
    await stage.pipeline.drive(id, 'awaiting-approval');
    const { lines } = (await stage.pipeline.find(id)).plan!;
    expect(lines.at(-1)!.attributes).toContainEqual({
      path: 'undo',
      after:
        'the machine of ORION after 20 s; without it nobody, which localUndo allows',
    });
    // Nor does it pass over what no source is there for.
    expect(lines.at(-1)!.attributes).toContainEqual({
      path: 'ways',
      after: expect.stringMatching(/orion\.bgp\.rpki names no source/),
    });
    // The word is taken back before the apply.
    const { actions } = stage.deps.config.routers.find(
      ({ id: name }) => name === 'gw1',
    )!;
    actions!.localUndo = false;
    try {
      await stage.pipeline.approve(id);
      const { reason } = await stage.pipeline.drive(id, 'denied');
      expect(reason).toMatch(/routers\.gw1\.actions\.localUndo/);
      expect(commands()).toEqual([]);
    } finally {
      actions!.localUndo = true;
    }
  });

  it('refuses what makes no sense before anything is planned', async () => {
    await expect(
      stage.submit(DISABLE, { ...off, name: 'he_v4' }),
    ).rejects.toThrow(/input\.name/);
    const odd = { ...off, session: "he'; enable all", name: "he'; enable all" };
    await expect(stage.submit(DISABLE, odd)).rejects.toThrow(
      /name of a protocol of BIRD/,
    );
    await expect(
      stage.submit(ENABLE, { ...he, session: 'nobody' }),
    ).rejects.toThrow(/router gw1 has no session nobody/);
    await expect(
      stage.submit(ENABLE, { ...he, router: 'gw9' }),
    ).rejects.toThrow(/no router gw9/);
    await expect(
      stage.submit(ENABLE, { ...he, reason: 'say "cheese"' }),
    ).rejects.toThrow(/quotation marks/);
    await expect(
      stage.submit(ENABLE, { ...he, reason: 'ü'.repeat(65) }),
    ).rejects.toThrow(/130 octets/);
    await expect(
      stage.submit(DISABLE, { ...off, acceptIsolation: true }),
    ).rejects.toThrow(/actions\.outOfBand/);
    const id = await stage.submit(ENABLE, he);
    const { reason } = await stage.pipeline.drive(id, 'denied');
    expect(reason).toMatch(/not disabled already/);
  });

  it('tells the neighbor 128 octets whole', async () => {
    const reason = '🚧'.repeat(32);
    const id = await stage.approved(DISABLE, { ...off, reason });
    await stage.pipeline.drive(id, 'succeeded');
    expect(session().message).toBe(reason);
  });

  it('asks for the routes anew, and the session stays', async () => {
    const { since } = session();
    const id = await stage.approved(RESET, { ...he, direction: 'in' });
    await stage.pipeline.drive(id, 'succeeded');
    expect(commands()).toEqual([`reload in 'he_v6'`]);
    expect(session()).toMatchObject({ state: 'established', since });
    bird.world.sessionDown('he_v6');
    const down = await stage.submit(RESET, { ...he, direction: 'both' });
    const { reason } = await stage.pipeline.drive(down, 'denied');
    expect(reason).toMatch(/needs an established session/);
  });

  it('offers the way back, with what a person types left empty', async () => {
    const [disable, enable, reset] = sessionKinds.map(
      options => new SessionKind(stage.deps, options),
    );
    const entityRef = 'resource:default/bgp-gw1-he_v6';
    expect(disable.outcome(off)).toMatchObject({
      entityRef,
      undo: {
        kind: ENABLE,
        title: 'Enable he_v6 on gw1',
        values: { router: 'gw1', session: 'he_v6', reason: '' },
      },
    });
    expect(enable.outcome(he).undo?.values).toMatchObject({ name: '' });
    expect(reset.outcome(he)).toEqual({ entityRef, undo: undefined });
    // As the catalog names it beside a router that could have the same name.
    const { config } = stage.deps;
    const other = { ...config.routers[0], id: 'gw1-he_v6' };
    const among = new SessionKind(
      {
        ...stage.deps,
        config: { ...config, routers: [...config.routers, other] },
      },
      sessionKinds[0],
    );
    expect(among.describe(off).target.entityRef).toMatch(
      /^resource:default\/bgp-gw1-he_v6-[0-9a-f]{10}$/,
    );
    expect(disable.policyFacts(off)).toEqual({
      domain: 'networking',
      router: 'gw1',
      session: 'he_v6',
      asn: 394955,
    });
  });

  it('has a table read again that nothing else would', async () => {
    const { collector } = stage.deps;
    const ageOf = async () => {
      const { tables } = await collector.ask('impact', {
        ...he,
        usable: [],
        links: [],
        addresses: [],
        prefixes: [],
      });
      return tables.find(({ state }) => state.router === 'gw1')!.ageMs!;
    };
    const before = await ageOf();
    await collector.ask('refresh', { router: 'gw1' });
    await eventually(async () => (await ageOf()) < before);
    expect(await ageOf()).toBeLessThan(20_000);
  });
});
