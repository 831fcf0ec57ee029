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

const READ = 'nbt-orion-read-0123456789';
const WRITE = 'nbt-orion-write-0123456789';
const MANAGED = '203.0.113.7';

/** The last path of a GoBGP on this machine, of which NetBox knows more. */
describe('a management address that only NetBox has', () => {
  const kinds: ChangeKind[] = [];
  let gobgp: RunningGobgp;
  let netbox: Awaited<ReturnType<typeof startNetbox>>;
  let database: TestDatabase;
  let replica: Replica;
  let session: string;

  const write = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${netbox.url}/api/${path}`, {
      method,
      headers: {
        authorization: `Token ${WRITE}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    expect(answer.ok).toBe(true);
    return answer.json();
  };
  const management = async () =>
    (await replica.api.get('/api/orion-bgp/routers/gw2/management-addresses'))
      .body;
  const plan = (acceptIsolation: boolean) =>
    kinds
      .find(({ id }) => id === 'bgp-peer.disable')!
      .plan({
        change: {
          input: {
            ...{ router: 'gw2', session, name: session, acceptIsolation },
            reason: 'maintenance CHG-45',
          },
        },
        signal: AbortSignal.timeout(60_000),
        saveFacts: async () => {},
      } as never);
  const waysOf = async () => {
    const { lines } = await plan(true);
    return lines
      .flatMap(({ attributes }) => attributes)
      .find(({ path }) => path === 'ways')?.after;
  };

  beforeAll(async () => {
    [gobgp, netbox, database] = await Promise.all([
      startGobgp({ port: 0, connectMs: 50 }),
      startNetbox({
        port: 0,
        controlPort: 0,
        tokens: {
          [READ]: { user: 'orion-read', writeEnabled: false },
          [WRITE]: { user: 'admin', writeEnabled: true },
        },
      }),
      startTestDatabase(),
    ]);
    const { world } = gobgp;
    session = world.session('he_v4').neighborAddress;
    world.announce('he_v4', 'ipv4', [
      {
        prefix: '203.0.113.0/24',
        attributes: {
          ...{ origin: 'IGP', asPath: [6939, 64501] },
          nextHop: session,
        },
      },
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
      { netbox: { url: netbox.url, readToken: READ, timeoutMs: 1000 } },
    );
    await eventually(async () => (await management()).finding === 'found');
  });

  afterAll(async () => {
    await replica?.backend.stop();
    await Promise.all([gobgp?.stop(), netbox?.stop(), database?.stop()]);
  });

  it('is missed in the plan where NetBox has none', async () => {
    expect(await management()).toMatchObject({
      machine: 'gw2',
      finding: 'found',
      addresses: [],
      freshness: { source: 'netbox:bgp', stale: false },
    });
    expect(await waysOf()).toMatch(
      /NetBox, read at .*, has no primary address of gw2, and orion\.bgp\.routers\.gw2\.actions\.managementAddresses names none/,
    );
  });

  it('denies the disable of the session that is the way to it', async () => {
    const vms = 'virtualization/virtual-machines/';
    const { results } = await (
      await fetch(`${netbox.url}/api/${vms}?name=gw2`, {
        headers: { authorization: `Token ${READ}` },
      })
    ).json();
    const nic = await write('POST', 'virtualization/interfaces/', {
      virtual_machine: results[0].id,
      name: 'mgmt0',
    });
    const ip = await write('POST', 'ipam/ip-addresses/', {
      address: `${MANAGED}/32`,
      assigned_object_type: 'virtualization.vminterface',
      assigned_object_id: nic.id,
    });
    await write('PATCH', `${vms}${results[0].id}/`, { primary_ip4: ip.id });
    await eventually(async () => (await management()).addresses.length > 0);
    expect((await management()).addresses).toEqual([
      { address: MANAGED, use: 'primary' },
    ]);
    await expect(plan(false)).rejects.toThrow(
      /The way to router gw2 \(203\.0\.113\.7, from the primary address of gw2 in NetBox, read at [^)]*Z\) goes by 203\.0\.113\.0\/24 over session/,
    );
  });

  it('still denies it while NetBox fails, with the age of what it said', async () => {
    await fetch(`${netbox.controlUrl}/faults/status500`, {
      method: 'PUT',
      body: '{}',
    });
    await eventually(async () => (await management()).freshness.error);
    await expect(plan(false)).rejects.toThrow(
      /203\.0\.113\.7, from the primary address of gw2 in NetBox, last read at \S+Z and not since\)/,
    );
    // The way around NetBox's silence is the same as around the loss.
    expect((await plan(true)).lines.map(({ detail }) => detail)).toContainEqual(
      expect.stringMatching(/203\.0\.113\.7.*goes by 203\.0\.113\.0\/24/),
    );
  });
});
