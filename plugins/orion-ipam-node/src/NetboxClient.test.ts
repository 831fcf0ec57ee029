import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NetboxClient } from './NetboxClient';
import { NetboxError } from './NetboxError';
import {
  startTestNetbox,
  WRITE_TOKEN,
  type TestNetbox,
} from './__testUtils__/startTestNetbox';

const fail = () => {
  throw new Error('NetBox accepted it');
};

describe('NetboxClient on the lab', () => {
  let lab: TestNetbox;
  let client: NetboxClient;

  beforeEach(async () => {
    lab = await startTestNetbox();
    client = NetboxClient.create({
      url: `${lab.netbox.url}/`,
      token: WRITE_TOKEN,
      timeoutMs: 1_000,
    });
  });

  afterEach(() => lab.stop());

  it('reads every page', async () => {
    const body = Array.from({ length: 600 }, (_, i) => ({
      name: `t${i}`,
      slug: `t${i}`,
    }));
    await client.post('extras/tags/', body);
    const tags = await client.list<{ name: string }>('extras/tags/', {
      name__isw: 't',
    });
    expect(new Set(tags.map(tag => tag.name)).size).toBe(600);
  });

  it('repeats a read, not a write', async () => {
    await lab.fault('status500', { times: 2 });
    await expect(client.get('status/')).resolves.toHaveProperty('plugins');
    await lab.fault('status500', { times: 1 });
    const write = client.post('extras/tags/', { name: 'a', slug: 'a' });
    await expect(write).rejects.toMatchObject({ status: 500 });
    expect(await lab.requests('POST')).toEqual(['/api/extras/tags/']);
  });

  it.each([
    [
      { address: '10.0.20.30/24' },
      400,
      'address: Duplicate IP address found in global table: 10.0.20.30/24',
    ],
    [{ address: 'nonsense' }, 500, "KeyError: 'data'"],
  ])('tells what NetBox said to %j', async (body, status, detail) => {
    const error: NetboxError = await client
      .post('ipam/ip-addresses/', body)
      .then(fail, e => e);
    expect(error).toBeInstanceOf(NetboxError);
    expect(error).toMatchObject({ status, detail, path: 'ipam/ip-addresses/' });
    expect(error.message).toBe(
      `NetBox answered ${status} to POST ipam/ip-addresses/: ${detail}`,
    );
  });

  it('gives up at its deadline, at once when the caller does', async () => {
    await lab.fault('down', { mode: 'hang' });
    const started = Date.now();
    await expect(client.get('status/')).rejects.toMatchObject({
      status: undefined,
      detail: 'no answer within 1000 ms',
    });
    expect(Date.now() - started).toBeLessThan(1_500);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(client.get('status/', {}, signal)).rejects.toThrow('enough');
  });

  it('says when nobody listens', async () => {
    await lab.fault('down');
    const error: NetboxError = await client
      .post('extras/tags/', {})
      .then(fail, e => e);
    expect(error.detail).toBe('ECONNREFUSED');
    expect(NetboxError.isUnknownOutcome(error)).toBe(true);
  });
});

describe('NetboxClient on other servers', () => {
  let server: Server;
  let seen: IncomingMessage;
  let answer: { status: number; body: string; location?: string };

  const call = (token?: string) => {
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    return NetboxClient.create({ url, token, timeoutMs: 300 }).get<unknown>(
      'status/',
    );
  };

  beforeEach(async () => {
    answer = { status: 200, body: '{}' };
    server = createServer((req, res) => {
      seen = req;
      const headers = answer.location ? { location: answer.location } : {};
      res.writeHead(answer.status, headers).end(answer.body);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', () => resolve());
    });
  });

  afterEach(() => server.close());

  it.each([
    [undefined, undefined],
    ['ab'.repeat(20), `Token ${'ab'.repeat(20)}`],
    ['nbt_key.secret', 'Bearer nbt_key.secret'],
  ])('sends token %s as %s', async (token, header) => {
    await call(token);
    expect(seen.headers.authorization).toBe(header);
  });

  it('keeps its token out of messages', async () => {
    const token = 'nbt_key.secret';
    answer = { status: 403, body: JSON.stringify({ detail: `no ${token}` }) };
    await expect(call(token)).rejects.toThrow(
      'NetBox answered 403 to GET status/: no ***',
    );
  });

  it('follows no redirect and believes no page', async () => {
    answer = { status: 302, body: '', location: 'http://elsewhere.example/' };
    await expect(call('x')).rejects.toThrow('it redirects');
    answer = { status: 200, body: '<html>' };
    await expect(call('x')).rejects.toThrow('not JSON');
    answer = { status: 404, body: `<p>${'long '.repeat(200)}</p>` };
    await expect(call('x')).rejects.toThrow('the answer is not JSON');
  });
});
