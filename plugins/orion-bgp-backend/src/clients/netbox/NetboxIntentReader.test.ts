import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { NetboxIntentReader } from './NetboxIntentReader';

type Answer = { status?: number; body: unknown };

const listOf = (results: unknown[], next: string | null = null): Answer => ({
  body: { count: results.length, next, previous: null, results },
});

/** Answers that the lab's NetBox never gives. */
describe('NetboxIntentReader', () => {
  let server: Server;
  let answers: Record<string, Answer>;
  let asked: URL[];
  const token = '44'.repeat(20);
  const read = (maxRecords = 100, machines = ['gw1']) => {
    const { port } = server.address() as AddressInfo;
    return NetboxIntentReader.create({
      netbox: {
        url: `http://127.0.0.1:${port}`,
        readToken: token,
        timeoutMs: 500,
        addressRestMs: 0,
      },
      maxRecords,
      machines,
    }).read();
  };

  beforeAll(async () => {
    server = createServer((req, res) => {
      const url = new URL(req.url!, 'http://netbox');
      asked.push(url);
      const { status = 200, body } =
        answers[url.pathname.replace('/api/', '')] ?? listOf([]);
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  beforeEach(() => {
    answers = {};
    asked = [];
  });

  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });

  it('says that it may not view sessions, keeps them, and reads the rest', async () => {
    answers = {
      'ipam/aggregates/': listOf([{ id: 1, prefix: '192.0.2.0/24' }]),
      'plugins/bgp/session/': {
        status: 403,
        body: { detail: `No permission for ${token}.` },
      },
    };
    const reading = await read();
    expect(reading.aggregates).toHaveLength(1);
    expect(reading.sessions).toBeUndefined();
    expect(reading.problems).toEqual([
      'NetBox answered 403 to GET plugins/bgp/session/: No permission for ***.',
    ]);
  });

  it('reads where people reach devices and virtual machines of some names', async () => {
    answers = {
      'dcim/devices/': listOf([
        {
          id: 1,
          name: 'gw1',
          primary_ip4: { id: 5, family: 4, address: '192.0.2.7/32' },
          primary_ip6: { id: 6, family: 6, address: '2001:DB8::7/64' },
          oob_ip: { id: 7, family: 4, address: '198.51.100.7/24' },
        },
        { id: 2 },
      ]),
      'virtualization/virtual-machines/': listOf([
        { id: 1, name: 'gw2', primary_ip4: null, primary_ip6: null },
      ]),
    };
    const { machines } = await read(100, ['gw1', 'gw2', 'gw1']);
    expect(machines).toEqual({
      asked: ['gw1', 'gw2'],
      found: [
        {
          name: 'gw1',
          addresses: [
            { address: '192.0.2.7', use: 'primary' },
            { address: '2001:db8::7', use: 'primary' },
            { address: '198.51.100.7', use: 'out-of-band' },
          ],
        },
        { name: 'gw2', addresses: [] },
      ],
    });
    const [devices] = asked.filter(({ pathname }) => /devices/.test(pathname));
    expect(devices.searchParams.getAll('name')).toEqual(['gw1', 'gw2']);
  });

  it('keeps machines it may not view, or that are more than it may read', async () => {
    const named = { id: 1, name: 'gw1' };
    answers = {
      'dcim/devices/': listOf([named]),
      'virtualization/virtual-machines/': { status: 403, body: {} },
    };
    const { machines, problems, sessions } = await read();
    expect(machines).toBeUndefined();
    expect(sessions).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(/403.*virtual-machines/)]);
    answers = { 'dcim/devices/': listOf([named], 'http://next') };
    const cut = await read(1);
    expect(cut.machines).toBeUndefined();
    expect(cut.notes).toEqual([expect.stringMatching(/more than 1 machines/)]);
  });

  it('asks for no machine where there is no router', async () => {
    expect((await read(100, [])).machines).toBeUndefined();
    expect(asked.map(({ pathname }) => pathname)).not.toContain(
      '/api/dcim/devices/',
    );
  });

  it('takes a NetBox that has nothing at its address for one that is away', async () => {
    answers = { 'ipam/rirs/': { status: 404, body: {} } };
    await expect(read()).rejects.toThrow(/404/);
  });

  it.each([[{}], [[]], [null], ['x'], [{ results: 'many' }]])(
    'takes %j for no list',
    async body => {
      answers = { 'ipam/aggregates/': { body } };
      await expect(read()).rejects.toThrow(/something else than a list/);
    },
  );

  it('leaves out what is no record, and counts sessions it cannot read', async () => {
    answers = {
      'ipam/aggregates/': listOf([null, 7, { prefix: 'x' }, { id: 2 }]),
      'plugins/bgp/session/': listOf([{ id: 1 }, { id: 2, local_as: 5 }]),
    };
    const reading = await read();
    expect(reading.aggregates).toEqual([]);
    expect(reading.sessions).toEqual([]);
    expect(reading.notes).toEqual([
      '2 BGP sessions of NetBox lack an address or an AS and were left out.',
    ]);
  });

  it('never asks for more than the cap, however long the list says it is', async () => {
    const endless = listOf(
      Array.from({ length: 200 }, (_, id) => ({ id, prefix: '192.0.2.0/24' })),
      'http://elsewhere.example/next',
    );
    answers = { 'ipam/aggregates/': endless };
    const reading = await read(300);
    const pages = asked.filter(({ pathname }) => pathname.includes('aggreg'));
    expect(pages.map(({ searchParams }) => searchParams.get('limit'))).toEqual([
      '200',
      '100',
    ]);
    expect(reading.notes).toEqual([
      expect.stringMatching(/more than 300 aggregates/),
    ]);
  });

  it('comes to an end with a list of nothing that goes on for ever', async () => {
    answers = { 'ipam/aggregates/': listOf([null, null], 'http://next') };
    const reading = await read(10);
    expect(reading.aggregates).toEqual([]);
    expect(reading.notes).toEqual([expect.stringMatching(/more than 10/)]);
  });

  it('leaves private space out, and asks for no more fields than it shows', async () => {
    answers = {
      'ipam/rirs/': listOf([{ id: 9 }]),
      'ipam/aggregates/': listOf([
        { id: 1, prefix: '10.0.0.0/8', rir: { id: 9, name: 'RFC 1918' } },
        { id: 2, prefix: '192.0.2.0/24', rir: { id: 3, name: 'ARIN' } },
      ]),
    };
    const { aggregates } = await read();
    expect(aggregates.map(({ prefix }) => prefix)).toEqual(['192.0.2.0/24']);
    for (const { searchParams } of asked) {
      expect(searchParams.get('fields')).toBeTruthy();
      expect(searchParams.get('fields')).not.toContain('comments');
    }
    const inside = asked.find(({ pathname }) => pathname.includes('prefixes'));
    expect(inside?.searchParams.get('within_include')).toBe('192.0.2.0/24');
  });
});
