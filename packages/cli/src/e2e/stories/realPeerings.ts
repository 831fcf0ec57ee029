import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House } from '../House';
import { runTemplate } from '../runTemplate';

interface Session {
  router: string;
  name: string;
  state: string;
  gone: boolean;
  intent?: { finding: string };
}

/** A router that Ansible configures; GoBGP calls a session by its neighbor. */
interface Edge {
  router: string;
  local: string;
  session: string;
  killed: boolean;
}

const NAME = 'ix_v4';
const NEIGHBOR = '127.0.0.18';

/** Peerings that come and go on real daemons, through NetBox and Ansible. */
export function realPeerings(house: House): Story[] {
  const read = async <T>(path: string) => {
    const viewer = await house.as('viewer');
    return (await viewer.call<T>(`orion-bgp/${path}`)).body;
  };
  const comesAndGoes = async ({ killed, local, router, session }: Edge) => {
    const ordered = async (template: string, values: object) =>
      runTemplate(await house.as('operator'), template, values);
    const add = await ordered('bgp-peering', {
      ...{ router, local, name: NAME, asn: 64500, neighbor: NEIGHBOR },
      description: 'Route server of the exchange',
      families: [{ family: 'ipv4', routes: 100, nextHop: '198.51.100.4' }],
      reason: 'orion e2e: the exchange is connected',
    });
    await house.approve(add);
    if (killed) {
      await house.until(
        'Ansible runs',
        async () => (await house.engineProcesses(add)).length > 0,
      );
      // It goes on, and is found again.
      await house.killPortal();
      await house.restartPortal();
    }
    const operator = await house.as('operator');
    await operator.waitFor(add, ['succeeded'], 180_000);
    await house.until('the portal shows it as NetBox meant it', async () => {
      const path = `routers/${router}/sessions/${session}`;
      const found = await read<Session>(path);
      return (
        found.state === 'established' && found.intent?.finding === 'agrees'
      );
    });
    const remove = await ordered('bgp-peering-remove', {
      ...{ router, name: session, confirm: session },
      reason: 'orion e2e: and gone again',
      // It has no other neighbor.
      acceptIsolation: true,
    });
    await house.approve(remove);
    await operator.waitFor(remove, ['succeeded'], 180_000);
    await house.until('the portal shows it gone', async () => {
      const { items } = await read<{ items: Session[] }>('sessions');
      return !items.some(
        one => one.router === router && one.name === session && !one.gone,
      );
    });
  };

  return [
    {
      name: 'real bgp: a new peering is one change, though the portal dies meanwhile, and so is its end',
      run: () =>
        comesAndGoes({
          ...{ router: 'edge1', session: NAME },
          ...{ local: '127.0.0.4', killed: true },
        }),
    },
    {
      name: 'real bgp: and so it is on a GoBGP beside a BIRD',
      async run() {
        assert.ok(house.network.edge2, 'only a GoBGP 4 can be configured');
        await comesAndGoes({
          ...{ router: 'edge2', session: NEIGHBOR },
          ...{ local: '127.0.0.6', killed: false },
        });
      },
    },
  ];
}
