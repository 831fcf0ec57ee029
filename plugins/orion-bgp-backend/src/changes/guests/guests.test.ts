import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { NetboxClient } from '@orion/backstage-plugin-orion-ipam-node';
import { startSilentPlugin } from '@orion/backstage-plugin-orion-node/testing';
import { Guest, GuestPage } from '@orion/backstage-plugin-orion-proxmox-common';
import { RunningSimulator, startNetbox } from '@orion/lab';
import { createInventories } from './createInventories';
import { findGuestLoss } from './findGuestLoss';
import { GuestInventory } from './GuestInventory';
import { guestLines } from './GuestLoss';
import { NetboxInventory } from './NetboxInventory';
import { ProxmoxInventory } from './ProxmoxInventory';

const READ_TOKEN = '22'.repeat(20);
const signal = () => AbortSignal.timeout(10_000);
const titles = (names: string[], problems: string[] = []) =>
  guestLines({ names, problems }).map(({ action, title, detail }) => [
    action,
    title,
    detail,
  ]);

describe('guests that lose their path', () => {
  const inventory = (
    name: string,
    answer: () => Promise<string[]>,
  ): GuestInventory => ({ name, listGuests: answer });

  it('are named once, whoever knows them', async () => {
    const loss = await findGuestLoss(
      [
        inventory('one', async () => ['web-02', 'web-01']),
        inventory('two', async () => [
          'web-01',
          'x'.repeat(5_000),
          `y${'🚀'.repeat(90)}`,
        ]),
      ],
      ['192.0.2.0/24'],
      signal(),
    );
    expect(loss).toEqual({
      names: ['web-01', 'web-02', 'x'.repeat(100), `y${'🚀'.repeat(49)}`],
      problems: [],
    });
  });

  it('are not waited for where the plugin never answers', async () => {
    const { discovery, stop } = await startSilentPlugin();
    const inventories = createInventories(
      new ConfigReader({ orion: { proxmox: { clusters: [] } } }),
      {
        auth: mockServices.auth({ pluginId: 'orion-changes' }),
        ...{ deadlineMs: 200, discovery },
      },
    );
    const loss = findGuestLoss(inventories, ['192.0.2.0/24'], signal());
    expect(await loss).toEqual({
      names: [],
      problems: ['The list of guests was not read: timeout after 0.2 s'],
    });
    await stop();
  });

  it('are not taken for none when nobody could be asked', async () => {
    const loss = await findGuestLoss(
      [
        inventory('NetBox', async () => {
          throw new Error('no answer within 800 ms');
        }),
        inventory('one', async () => ['web-01']),
      ],
      ['192.0.2.0/24'],
      signal(),
    );
    expect(loss.names).toEqual(['web-01']);
    expect(titles(loss.names, loss.problems)).toEqual([
      ['destroy', 'path of 1 guest from outside', 'web-01'],
      [
        'destroy',
        'more guests may lose their path',
        'NetBox was not read: no answer within 800 ms',
      ],
    ]);
    const nobody = await findGuestLoss([], ['192.0.2.0/24'], signal());
    expect(titles(nobody.names, nobody.problems)).toEqual([
      [
        'destroy',
        'which guests lose their path is not known',
        'No inventory of guests is connected to ORION.',
      ],
    ]);
  });

  it('come as five and a number', () => {
    const names = Array.from({ length: 7 }, (_, index) => `web-${index}`);
    expect(titles(names)).toEqual([
      [
        'destroy',
        'path of 7 guests from outside',
        'web-0, web-1, web-2, web-3, web-4 and 2 more',
      ],
    ]);
    expect(titles([])).toEqual([
      ['keep', 'no known guest has an address in it', undefined],
    ]);
  });

  it('end with the change that asks for them', async () => {
    const gone = new AbortController();
    const waiting = findGuestLoss(
      [
        inventory('one', () => {
          gone.abort(new Error('the lease is lost'));
          return Promise.reject(new Error('aborted'));
        }),
      ],
      ['192.0.2.0/24'],
      gone.signal,
    );
    await expect(waiting).rejects.toThrow('the lease is lost');
  });
});

describe('the inventory of NetBox', () => {
  let netbox: RunningSimulator;
  const client = (url: string) =>
    new NetboxInventory(
      NetboxClient.create({ url, token: READ_TOKEN, timeoutMs: 2_000 }),
    );

  beforeAll(async () => {
    netbox = await startNetbox({
      port: 0,
      controlPort: 0,
      tokens: { [READ_TOKEN]: { user: 'orion-read', writeEnabled: false } },
    });
  });
  afterAll(() => netbox?.stop());

  it('has the machines with an address in the prefixes, and no others', async () => {
    const found = await client(netbox.url).listGuests(
      ['10.0.20.0/24', '10.0.30.12/31'],
      signal(),
    );
    expect([...new Set(found)].sort()).toEqual([
      'ai-coordinator',
      'k3s-agent-2',
      'k3s-agent-3',
      'netbox',
      'router',
    ]);
    expect(
      await client(netbox.url).listGuests(['192.0.2.0/24'], signal()),
    ).toEqual([]);
  });

  it('says when it does not answer', async () => {
    await expect(
      client('http://127.0.0.1:1').listGuests(['192.0.2.0/24'], signal()),
    ).rejects.toThrow(/NetBox|ECONNREFUSED/);
  });
});

describe('the list of guests', () => {
  const guest = (vmid: number, addresses: string[], name?: string) =>
    ({ vmid, addresses, name, ref: `proxmox:r730/${vmid}` } as Guest);
  const pages: Record<string, Partial<GuestPage>> = {
    first: {
      items: [
        guest(1001, ['192.0.2.7'], 'web-01'),
        guest(1002, ['198.51.100.7'], 'elsewhere'),
        guest(1003, ['not an address'], 'odd'),
      ],
      nextCursor: 'second',
    },
    second: { items: [guest(1004, ['10.0.0.1', '2001:db8:3949::7/64'])] },
  };

  it('is read to its end, by addresses of both families', async () => {
    const tokens: unknown[] = [];
    const inventory = new ProxmoxInventory({
      auth: mockServices.auth(),
      proxmox: {
        listGuests: async ({ cursor = 'first' } = {}, options) => {
          tokens.push(options?.token);
          return pages[cursor] as GuestPage;
        },
      },
    });
    const found = await inventory.listGuests(
      ['192.0.2.0/24', '2001:db8:3949::/48'],
      signal(),
    );
    expect(found).toEqual(['web-01', 'proxmox:r730/1004']);
    expect(tokens).toEqual([expect.any(String), expect.any(String)]);
  });

  it('is not read for ever', async () => {
    const inventory = new ProxmoxInventory({
      auth: mockServices.auth(),
      proxmox: {
        listGuests: async () =>
          ({ items: [], nextCursor: 'again' } as unknown as GuestPage),
      },
    });
    await expect(
      inventory.listGuests(['192.0.2.0/24'], signal()),
    ).rejects.toThrow(/more than 20000 guests/);
  });
});

it('asks the inventories that are configured', () => {
  const auth = mockServices.auth();
  const discovery = mockServices.discovery();
  const names = (orion: object) =>
    createInventories(new ConfigReader({ orion } as never), {
      auth,
      discovery,
    }).map(({ name }) => name);
  expect(names({})).toEqual([]);
  expect(
    names({
      netbox: { url: 'https://netbox.example' },
      proxmox: { clusters: { r730: {} } },
    }),
  ).toEqual(['The list of guests', 'NetBox']);
});
