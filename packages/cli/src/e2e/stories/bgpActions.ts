import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House } from '../House';

interface Session {
  adminState: string;
  state: string;
  downText?: string;
}

const ON_SHADOW = { router: 'gw1', session: 'shadow' };
const REASON = 'orion e2e: new optics';

/** Sessions are acted on through the pipeline, and the last path stays. */
export function bgpActions(house: House): Story[] {
  const session = async (name: string) => {
    const viewer = await house.as('viewer');
    const { body } = await viewer.call<Session>(
      `orion-bgp/routers/gw1/sessions/${name}`,
    );
    return body;
  };
  const tablesAreRead = () =>
    house.until('the tables are the present ones', async () => {
      const viewer = await house.as('viewer');
      const { body } = await viewer.call<{ items: { state: string }[] }>(
        'orion-bgp/tables',
      );
      return body.items.every(({ state }) =>
        ['live', 'polled'].includes(state),
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
  ];
}
