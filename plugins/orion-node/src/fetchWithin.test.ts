import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { fetchWithin } from './fetchWithin';

describe('fetchWithin', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((req, res) => {
      switch (req.url) {
        case '/half':
          res.write('{');
          break;
        case '/whole':
          res.end('{}');
          break;
        default:
      }
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  it('hands on an answer that comes in time', async () => {
    const answer = await fetchWithin(5_000).fetch(`${url}/whole`);
    expect(await answer.json()).toEqual({});
  });

  it('waits no longer for an answer, nor for the rest of one', async () => {
    const { fetch } = fetchWithin(200);
    const late = { name: 'TimeoutError', message: 'timeout after 0.2 s' };
    await expect(fetch(`${url}/never`)).rejects.toMatchObject(late);
    const half = await fetch(`${url}/half`);
    await expect(half.json()).rejects.toMatchObject(late);
  });

  it('ends with the signal of the caller too', async () => {
    const signal = AbortSignal.abort(new Error('The caller left.'));
    await expect(
      fetchWithin(60_000).fetch(`${url}/never`, { signal }),
    ).rejects.toThrow('The caller left.');
  });
});
