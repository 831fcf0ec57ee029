import { BgpClient } from './BgpClient';

const discoveryApi = { getBaseUrl: async () => 'http://bgp' };
const answer = { items: [], tables: [], understood: '', terms: [], tookMs: 1 };
const ask = () => jest.fn(async () => new Response(JSON.stringify(answer)));

describe('BgpClient', () => {
  it('gives a search up with its signal', async () => {
    const fetch = ask();
    const client = new BgpClient({ discoveryApi, fetchApi: { fetch } });
    const { signal } = new AbortController();
    await client.searchRoutes({ q: '2001:db8::/32' }, { signal, token: 'x' });
    expect(fetch).toHaveBeenCalledWith(
      'http://bgp/routes?q=2001%3Adb8%3A%3A%2F32',
      expect.objectContaining({
        signal,
        headers: expect.objectContaining({ Authorization: 'Bearer x' }),
      }),
    );
  });

  it('asks without one as ever', async () => {
    const fetch = ask();
    const client = new BgpClient({ discoveryApi, fetchApi: { fetch } });
    expect(await client.searchRoutes({ q: 'x' })).toEqual(answer);
    expect(fetch).toHaveBeenCalledWith(
      'http://bgp/routes?q=x',
      expect.not.objectContaining({ signal: expect.anything() }),
    );
  });
});
