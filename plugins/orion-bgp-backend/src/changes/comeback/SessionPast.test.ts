import { once } from 'node:events';
import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import { CounterSeries } from '@orion/backstage-plugin-orion-bgp-common';
import { HttpSessionPast } from './SessionPast';

const DEADLINE_MS = 300;
const NOW = 1_800_000_000;
const he = { router: 'gw1', session: 'he_v6' };

const accepted = (value: number | null): CounterSeries => ({
  ...{ family: 'ipv6-unicast', counter: 'accepted' },
  definition: 'bird.imported',
  times: [NOW],
  values: [value],
});

/** The plugin at the other end of a connection. */
describe('HttpSessionPast', () => {
  let server: Server;
  let answer: RequestListener;
  let asked: { url: URL; authorization?: string }[];
  let past: HttpSessionPast;

  const json = (status: number, body: unknown) => {
    answer = (_req, res) => {
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
  };
  const refusal = (statusCode: number, name: string, message: string) =>
    json(statusCode, { error: { name, message }, response: { statusCode } });
  const hours = () => asked.map(({ url }) => url.searchParams.get('hours'));

  beforeAll(async () => {
    server = createServer((req, res) => {
      const { authorization } = req.headers;
      asked.push({ url: new URL(req.url!, 'http://plugin'), authorization });
      answer(req, res);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    past = new HttpSessionPast(
      {
        auth: mockServices.auth({ pluginId: 'orion-changes' }),
        discovery: mockServices.discovery.mock({
          getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
        }),
      },
      DEADLINE_MS,
    );
  });

  beforeEach(() => {
    asked = [];
  });

  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('asks the plugin for the last day, as itself', async () => {
    json(200, { stepSeconds: 60, series: [accepted(209_500)] });
    expect(await past.find(he)).toEqual([
      {
        ...{ family: 'ipv6-unicast', counter: 'accepted' },
        definition: 'bird.imported',
        value: 209_500,
        at: new Date(NOW * 1000).toISOString(),
      },
    ]);
    expect(asked.map(({ url }) => url.pathname)).toEqual([
      '/api/orion-bgp/routers/gw1/sessions/he_v6/counters',
    ]);
    expect(hours()).toEqual(['24']);
    expect(asked[0].authorization).toMatch(/^Bearer \S*orion-bgp/);
  });

  it('names a session by its address in the path', async () => {
    json(200, { stepSeconds: 60, series: [accepted(1)] });
    await past.find({ router: 'gw2', session: '2001:db8:100::1' });
    expect(decodeURIComponent(asked[0].url.pathname)).toBe(
      '/api/orion-bgp/routers/gw2/sessions/2001:db8:100::1/counters',
    );
  });

  it('looks as far back as counters are kept for one that was down all day', async () => {
    answer = (req, res) => {
      const isLong = /hours=2160/.test(req.url!);
      const series = [accepted(isLong ? 12 : null)];
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ stepSeconds: 60, series }));
    };
    expect(await past.find(he)).toMatchObject([{ value: 12 }]);
    expect(hours()).toEqual(['24', '2160']);
  });

  it('has nothing of a session that was never up, or that the plugin never saw', async () => {
    json(200, { stepSeconds: 60, series: [] });
    expect(await past.find(he)).toEqual([]);
    expect(hours()).toEqual(['24', '2160']);
    refusal(404, 'NotFoundError', 'Router gw1 has no session he_v6');
    expect(await past.find(he)).toEqual([]);
  });

  it('has the address of NetBox before the one that was seen', async () => {
    const seenLocal = { address: '2001:DB8:100:0::3', at: 'then' };
    const record = { localAddress: '2001:db8:100::2' };
    const of = async (more: object) => {
      json(200, { router: 'gw1', name: 'he_v6', gone: false, ...more });
      return past.findLocalAddress(he);
    };
    expect(await of({ intent: { record }, seenLocal })).toEqual({
      address: '2001:db8:100::2',
      source: 'netbox',
    });
    expect(asked.map(({ url }) => url.pathname)).toEqual([
      '/api/orion-bgp/routers/gw1/sessions/he_v6',
    ]);
    expect(await of({ seenLocal })).toEqual({
      address: '2001:db8:100::3',
      source: 'seen',
      at: 'then',
    });
    expect(await of({})).toBeUndefined();
    expect(
      await of({ seenLocal: { address: '0.0.0.0', at: 'then' } }),
    ).toBeUndefined();
    expect(await of({ seenLocal, gone: true })).toBeUndefined();
    await expect(of({ name: 'other', seenLocal })).rejects.toThrow(
      'What he_v6 on gw1 speaks from is not known: the plugin orion-bgp does not answer: it answered with something else than the session',
    );
    refusal(404, 'NotFoundError', 'Router gw1 has no session he_v6');
    expect(await past.findLocalAddress(he)).toBeUndefined();
  });

  it.each<[string, () => void, RegExp]>([
    [
      'fails',
      () => refusal(500, 'Error', 'the database is away'),
      /the database is away/,
    ],
    [
      'refuses',
      () =>
        refusal(403, 'NotAllowedError', 'Reading BGP sessions needs a role'),
      /needs a role/,
    ],
    ['answers with no JSON', () => json(200, '<html>'), /not valid JSON/],
    [
      'answers with something else',
      () => json(200, { items: [] }),
      /something else than counters/,
    ],
    ['hangs', () => (answer = () => {}), /timeout/],
    [
      'hangs half way',
      () => {
        answer = (_req, res) => {
          res.writeHead(200, { 'content-type': 'application/json' });
          res.write('{"stepSeconds":60,');
        };
      },
      /timeout/,
    ],
    [
      'hangs up',
      () => {
        answer = req => req.socket.destroy();
      },
      /other side closed/,
    ],
  ])(
    'knows nothing, and says why, where the plugin %s',
    async (_, set, why) => {
      set();
      const from = performance.now();
      const error: Error = await past.find(he).then(
        () => new Error('it answered'),
        thrown => thrown,
      );
      expect(error.name).toBe('ServiceUnavailableError');
      expect(error.message).toMatch(
        /^What he_v6 on gw1 had before is not known: the plugin orion-bgp does not answer: /,
      );
      expect(error.message).toMatch(why);
      expect(performance.now() - from).toBeLessThan(10 * DEADLINE_MS);
    },
  );
});
