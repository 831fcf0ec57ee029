import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { gatesHold, readMigration, unrehearsed } from '../gatesHold';
import { House } from '../House';

const WAY = { from: 'gw1', to: 'gw2' };
const REASON = 'orion e2e: to a real GoBGP';
const FAMILIES = [
  { family: 'ipv4', session: '127.0.0.14' },
  { family: 'ipv6', session: '127.0.0.16' },
] as const;

/**
 * The whole migration on real daemons that write a kernel: every gate proven,
 * over and back. Where this machine makes no namespace there is no such kernel,
 * and nobody may cut over.
 */
export function realMigration(house: House): Story[] {
  const typed = { ...WAY, name: 'gw2', sessions: ['he_v4'], reason: REASON };
  const adminState = async (session: string) => {
    const viewer = await house.as('viewer');
    const path = `orion-bgp/routers/gw2/sessions/${session}`;
    return (await viewer.call<{ adminState: string }>(path)).body.adminState;
  };

  return [
    {
      name: 'real bgp: AS6939 sends more than the limit, GoBGP ends the session, and the gate knows',
      async run() {
        for (const { family, session } of FAMILIES) {
          await house.network.exceed(family, true);
          await house.until(
            'the session is ended',
            async () => (await adminState(session)) === 'prefix-limit',
          );
          await house.network.exceed(family, false);
          const target = { router: 'gw2', session, reason: REASON };
          await house.carryOut('bgp-peer.enable', target);
        }
        const { gates } = await readMigration(house);
        const gate = gates.find(({ id }) => id === 'limits-exceeded')!;
        assert.equal(gate.state, 'passed', gate.reason);
      },
    },
    {
      name: 'real bgp: a session is rehearsed, cut over and given back, and the kernel keeps its routes',
      async run() {
        const { machine, gw1 } = house.network;
        if (!machine) {
          const operator = await house.as('operator');
          const id = await house.submit(typed, 'bgp-migration.cut-over');
          await operator.waitFor(id, ['denied'], 60_000);
          return;
        }
        // A story before may have rehearsed with these very daemons.
        await gatesHold(house, await unrehearsed(house));
        const before = machine.countRoutes('ipv4');
        assert.ok(before > 500, `${before} routes`);
        await house.carryOut('bgp-migration.rehearse', typed);
        await gatesHold(house);
        await house.carryOut('bgp-migration.cut-over', typed);
        assert.match(await gw1.ask('show protocols he_v4'), /down/);
        await house.until('the portal shows who speaks', async () => {
          const { moved } = await readMigration(house);
          return moved.map(({ from }) => from).join() === 'he_v4';
        });
        // What GoBGP chose, handed to BIRD and written by it.
        assert.equal(machine.countRoutes('ipv4'), before);
        const { name, ...back } = typed;
        await house.carryOut('bgp-migration.roll-back', {
          ...back,
          keepNew: true,
        });
        await house.until('both speak again', async () => {
          const { neighbors } = await readMigration(house);
          return neighbors.some(({ from }) => from === 'he_v4');
        });
        await gatesHold(house);
        assert.equal(machine.countRoutes('ipv4'), before);
      },
    },
  ];
}
