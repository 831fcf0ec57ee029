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
  const read = (maxRecords = 100) => {
    const { port } = server.address() as AddressInfo;
    return NetboxIntentReader.create({
      netbox: {
        url: `http://127.0.0.1:${port}`,
        readToken: token,
        timeoutMs: 500,
        addressRestMs: 0,
      },
      maxRecords,
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
