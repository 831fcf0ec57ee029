import { ChangeKind } from '@orion/backstage-plugin-orion-changes-node';
import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { RunningGobgp, startGobgp, startNetbox } from '@orion/lab';
import { actedRouter } from '../__testUtils__/actedRouter';
import { collectKinds } from '../__testUtils__/collectKinds';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { testCollector } from '../__testUtils__/testCollector';
import changesModule from '../changes';

const token = 'nbt-orion-read-0123456789';
const OWN = '2001:db8:394a::/48';

/** The kinds of change in one plugin, who reads NetBox in another. */
describe('aggregates that only NetBox has', () => {
  const kinds: ChangeKind[] = [];
  let gobgp: RunningGobgp;
  let netbox: Awaited<ReturnType<typeof startNetbox>>;
  let database: TestDatabase;
  let replica: Replica;
  const input = { router: 'gw2', reason: 'maintenance CHG-44' };
  const withdraw = () => kinds.find(({ id }) => id === 'prefix.withdraw')!;
  const admit = (prefix: string) =>
    withdraw().admit(
      { ...input, prefix, name: prefix },
      AbortSignal.timeout(10_000),
    );
  const plan = () =>
    withdraw().plan({
      change: {
        input: { ...input, prefix: OWN, name: OWN, acceptIsolation: true },
      },
      signal: AbortSignal.timeout(30_000),
      saveFacts: async () => {},
    } as never);
  const aggregates = async () =>
    (await replica.api.get('/api/orion-bgp/own-aggregates')).body;

  beforeAll(async () => {
    [gobgp, netbox, database] = await Promise.all([
      startGobgp({ port: 0, connectMs: 50 }),
      startNetbox({
        port: 0,
        controlPort: 0,
        tokens: { [token]: { user: 'orion-read', writeEnabled: false } },
      }),
      startTestDatabase(),
    ]);
    replica = await startReplica(
      database,
      {
        routers: {
          gw2: {
            ...actedRouter(gobgp, { outOfBand: 'serial console' }),
            intervalSeconds: 1,
          },
        },
        netbox: { intervalSeconds: 1 },
      },
      [testCollector, collectKinds(kinds), changesModule],
      { netbox: { url: netbox.url, readToken: token, timeoutMs: 1000 } },
    );
    await eventually(async () => (await aggregates()).from === 'netbox');
  });

  afterAll(async () => {
    await replica?.backend.stop();
    await Promise.all([gobgp?.stop(), netbox?.stop(), database?.stop()]);
  });

  it('are served with their age', async () => {
    expect(await aggregates()).toMatchObject({
      prefixes: expect.arrayContaining([OWN]),
      from: 'netbox',
      freshness: { source: 'netbox:bgp', stale: false },
    });
  });

  it('let a change act on them, and on nothing else', async () => {
    await admit(OWN);
    await expect(admit('8.8.8.0/24')).rejects.toThrow(
      /8\.8\.8\.0\/24 is none of the own prefixes in NetBox, /,
    );
    const { lines } = await plan();
    expect(lines.map(({ title }) => title)).toContain(
      `${OWN} is ours, says NetBox`,
    );
  });

  it('deny every change while NetBox fails, by name', async () => {
    await fetch(`${netbox.controlUrl}/faults/status500`, {
      method: 'PUT',
      body: '{}',
    });
    await eventually(async () => (await aggregates()).freshness.error);
    await expect(plan()).rejects.toThrow(/only NetBox says so.*last read at/);
    await fetch(`${netbox.controlUrl}/faults/status500`, { method: 'DELETE' });
    await eventually(async () => !(await aggregates()).freshness.error);
    expect((await plan()).lines).not.toEqual([]);
  });
});
