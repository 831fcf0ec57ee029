import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { HE_ON_GW2 } from '../bgpPages';
import { House } from '../House';

interface Session {
  adminState: string;
  state: string;
  downText?: string;
  drift?: { changeId: number; state: string };
}

interface OwnPrefixes {
  items: {
    prefix: string;
    announced: { router: string; to: string[] }[];
    drifts: { changeId: number; state: string }[];
  }[];
}

const ON_SHADOW = { router: 'gw1', session: 'shadow' };
const REASON = 'orion e2e: new optics';
/** Both routers announce it. */
const PREFIX = '2001:db8:394a::/48';
const ON_GW2 = { router: 'gw2', prefix: PREFIX, reason: REASON };

/** Sessions are acted on through the pipeline, and the last path stays. */
export function bgpActions(house: House): Story[] {
  const session = async (name: string, router = 'gw1') => {
    const viewer = await house.as('viewer');
    const { body } = await viewer.call<Session>(
      `orion-bgp/routers/${router}/sessions/${encodeURIComponent(name)}`,
    );
    return body;
  };
  const ownPrefix = async () => {
    const viewer = await house.as('viewer');
    const { body } = await viewer.call<OwnPrefixes>('orion-bgp/own-prefixes');
    return body.items.find(({ prefix }) => prefix === PREFIX)!;
  };
  const onGw2 = async () =>
    (await ownPrefix()).announced.find(({ router }) => router === 'gw2');
  /** Submits a change, has it approved and waits for its end. */
  const done = (kind: string, input: object) =>
    house.carryOut(kind, input, 90_000);
  const tablesAreRead = () =>
    house.until('the tables are the present ones', async () => {
      const viewer = await house.as('viewer');
      const { body } = await viewer.call<{
        items: { state: string; error?: string }[];
      }>('orion-bgp/tables');
      // What goes out is read again a moment after a router was found again.
      return body.items.every(
        ({ state, error }) => ['live', 'polled'].includes(state) && !error,
      );
    });

  return [
    {
      name: 'bgp: a session is disabled and enabled by changes, and looked at after each',
      async run() {
        const operator = await house.as('operator');
        await tablesAreRead();
        const down = await house.submit(
          { ...ON_SHADOW, name: 'shadow', reason: REASON },
          'bgp-peer.disable',
        );
        const planned = await operator.waitFor(down, ['awaiting-approval']);
        assert.match(
          planned.plan!.lines.map(({ title }) => title).join(),
          /session shadow on gw1: up -> disabled/,
        );
        assert.equal((await session('shadow')).state, 'established');
        await house.approve(down);
        await operator.waitFor(down, ['succeeded'], 90_000);
        await house.until(
          'the portal shows it disabled',
          async () => (await session('shadow')).adminState === 'down',
        );
        const up = await house.submit(
          { ...ON_SHADOW, reason: REASON },
          'bgp-peer.enable',
        );
        await house.approve(up);
        await operator.waitFor(up, ['succeeded'], 90_000);
        await house.until(
          'the portal shows it established',
          async () => (await session('shadow')).state === 'established',
        );
      },
    },
    {
      name: 'bgp: the last IPv6 path is not disabled, and nothing happens to it',
      async run() {
        const operator = await house.as('operator');
        // Until then the GoBGP beside it is the other way.
        await house.routers.sessionDown('he_v6', 'Cease', 'gw2');
        await tablesAreRead();
        const id = await house.submit(
          { router: 'gw1', session: 'he_v6', name: 'he_v6', reason: REASON },
          'bgp-peer.disable',
        );
        await operator.waitFor(id, ['denied'], 90_000);
        const { reason } = await operator.change(id);
        assert.match(reason!, /2001:db8:3949::\/48/);
        assert.match(reason!, /acceptIsolation/);
        assert.equal((await session('he_v6')).adminState, 'up');
        await house.routers.sessionUp('he_v6', 'gw2');
      },
    },
    {
      name: 'bgp: nobody disables the session beside the one that was typed',
      async run() {
        const operator = await house.as('operator');
        const { status, body } = await operator.call<{
          error: { message: string };
        }>('orion-changes/changes', {
          body: {
            kind: 'bgp-peer.disable',
            input: { ...ON_SHADOW, name: 'he_v4', reason: REASON },
            idempotencyKey: `e2e-typed-${Date.now()}`,
          },
        });
        assert.equal(status, 400);
        assert.match(body.error.message, /he_v4.*is not the session, shadow/);
      },
    },
    {
      name: 'bgp: a prefix is withdrawn from the GoBGP and announced again by changes',
      async run() {
        await tablesAreRead();
        await house.until(
          'the prefix goes out on both routers',
          async () => ((await onGw2())?.to.length ?? 0) > 0,
        );
        const operator = await house.as('operator');
        const down = await house.submit(
          { ...ON_GW2, name: PREFIX },
          'prefix.withdraw',
        );
        const { plan } = await operator.waitFor(down, ['awaiting-approval']);
        const [line] = plan!.lines.filter(({ address }) =>
          address.startsWith('prefix.'),
        );
        assert.equal(line.action, 'destroy');
        assert.match(line.detail!, /others still reach it by he_v6 on gw1/);
        await house.approve(down);
        await operator.waitFor(down, ['succeeded'], 90_000);
        await house.until(
          'the portal shows it on gw1 alone',
          async () => !(await onGw2()),
        );
        await done('prefix.announce', ON_GW2);
        await house.until(
          'the portal shows it going out again',
          async () => ((await onGw2())?.to.length ?? 0) > 0,
        );
      },
    },
    {
      name: 'bgp: a prefix of others, and one that is too specific, are not announced',
      async run() {
        const operator = await house.as('operator');
        for (const [prefix, problem] of [
          ['8.8.8.0/24', /none of the own prefixes/],
          ['0.0.0.0/0', /none of the own prefixes/],
          ['2001:db8:394a::/49', /moreSpecificsUpTo/],
          ['192.0.2.1/24', /bits behind its length/],
        ] as const) {
          const { status, body } = await operator.call<{
            error: { message: string };
          }>('orion-changes/changes', {
            body: {
              kind: 'prefix.announce',
              input: { ...ON_GW2, prefix },
              idempotencyKey: `e2e-prefix-${Date.now()}-${prefix}`,
            },
          });
          assert.equal(status, 400);
          assert.match(body.error.message, problem);
        }
      },
    },
    {
      name: 'bgp: what the GoBGP forgets with a restart is said, done again by nobody, and let go by a person',
      async run() {
        await tablesAreRead();
        const input = { router: 'gw2', session: HE_ON_GW2, reason: REASON };
        const id = await done('bgp-peer.disable', {
          ...input,
          name: HE_ON_GW2,
          // It takes nothing from gw1.
          acceptIsolation: true,
        });
        const withdrawn = await done('prefix.withdraw', {
          ...ON_GW2,
          name: PREFIX,
        });
        await house.until(
          'the portal shows it disabled',
          async () => (await session(HE_ON_GW2, 'gw2')).adminState === 'down',
        );
        assert.equal((await session(HE_ON_GW2, 'gw2')).drift, undefined);

        await house.routers.restartGobgp();
        await house.until(
          'the portal says that it is up although a change switched it off',
          async () => (await session(HE_ON_GW2, 'gw2')).drift?.changeId === id,
        );
        await house.until(
          'and that the prefix is announced although a change took it back',
          async () => (await ownPrefix()).drifts[0]?.changeId === withdrawn,
        );
        assert.equal((await session(HE_ON_GW2, 'gw2')).adminState, 'up');

        const forget = (who: 'viewer' | 'operator', change: number) =>
          house.as(who).then(person =>
            person.call(`orion-bgp/decided-states/${change}`, {
              method: 'DELETE',
            }),
          );
        assert.equal((await forget('viewer', id)).status, 403);
        assert.equal((await forget('operator', id)).status, 204);
        assert.equal((await forget('operator', withdrawn)).status, 204);
        assert.equal((await session(HE_ON_GW2, 'gw2')).drift, undefined);
        assert.deepEqual((await ownPrefix()).drifts, []);
      },
    },
  ];
}
