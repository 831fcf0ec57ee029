import { ChangesClient } from './ChangesClient';
import {
  changeStates,
  isPastApplyClaim,
  isTerminal,
  nextStates,
} from './states';

const client = (status: number, body: unknown) => {
  const calls: { url: string; init: RequestInit }[] = [];
  const changes = new ChangesClient({
    discoveryApi: { getBaseUrl: async () => 'http://portal/api/orion-changes' },
    fetchApi: {
      fetch: (async (url: string, init: RequestInit) => {
        calls.push({ url, init });
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        const headers = {
          'content-type':
            typeof body === 'string' ? 'text/html' : 'application/json',
        };
        return new Response(status === 204 ? null : text, { status, headers });
      }) as never,
    },
  });
  return { changes, calls };
};

describe('ChangesClient', () => {
  it("throws with the backend's own message", async () => {
    const error = {
      name: 'ConflictError',
      message: 'Change #7 is approved by now',
    };
    const { changes } = client(409, { error, response: { statusCode: 409 } });
    await expect(changes.cancel(7)).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 409,
      message: 'Change #7 is approved by now',
    });
  });

  it('throws also where a proxy answers with a page', async () => {
    const { changes } = client(502, '<html>bad gateway</html>');
    await expect(changes.get(7)).rejects.toMatchObject({ statusCode: 502 });
    await expect(changes.get(7)).rejects.toThrow(/502/);
  });

  it('encodes what a list is filtered by', async () => {
    const { changes, calls } = client(200, { items: [], total: 0 });
    await changes.list({
      state: ['failed', 'cancelled'],
      owner: 'group:default/a',
      text: '100%',
    });
    expect(calls[0].url).toBe(
      'http://portal/api/orion-changes/changes?state=failed%2Ccancelled&owner=group%3Adefault%2Fa&text=100%25',
    );
  });

  it('sends decisions with their proof', async () => {
    const { changes, calls } = client(204, undefined);
    await changes.approve(7, { digest: 'd', idToken: 't', comment: 'c' });
    expect(calls[0].url).toMatch(/\/changes\/7\/approve$/);
    expect(JSON.parse(String(calls[0].init.body))).toEqual({
      digest: 'd',
      idToken: 't',
      comment: 'c',
    });
  });
});

describe('the states', () => {
  it('all can be reached, and from all an end', () => {
    const reach = (
      start: string[],
      next: (state: string) => readonly string[],
    ) => {
      const seen = new Set(start);
      seen.forEach(state => next(state).forEach(to => seen.add(to)));
      return seen;
    };
    const forward = (state: string) =>
      nextStates[state as never] as readonly string[];
    const backward = (state: string) =>
      changeStates.filter(from => forward(from).includes(state));
    expect(reach(['requested'], forward).size).toBe(changeStates.length);
    expect(reach(changeStates.filter(isTerminal), backward).size).toBe(
      changeStates.length,
    );
  });

  it('past the claim end as if nothing had been only with proof', () => {
    const past = changeStates.filter(isPastApplyClaim);
    const without = past.filter(state =>
      nextStates[state].some(to =>
        ['denied', 'rejected', 'expired'].includes(to),
      ),
    );
    expect(past).toHaveLength(5);
    expect(without).toEqual([]);
  });
});
