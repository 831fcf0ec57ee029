import { CollectorCall } from './CollectorCalls';
import { CollectorService } from './CollectorService';

const asker = { ahead: true, signal: new AbortController().signal };

/** What the index is asked with, and how. */
async function ask(call: CollectorCall, input: unknown) {
  const asked: unknown[][] = [];
  const held = {
    ask: async (...one: unknown[]) => {
      asked.push(one);
      return {};
    },
  };
  const service = new CollectorService({ seat: { held: held as never } });
  await service.calls[call](input as never, asker);
  return asked;
}

describe('CollectorService', () => {
  it.each<[CollectorCall, string, object]>([
    ['compare', 'diff', {}],
    ['counts', 'counts', {}],
    ['kernel', 'kernel', {}],
    ['kernelDifferences', 'kernelDifferences', {}],
    ['reasons', 'reasons', {}],
    ['search', 'search', { q: '64500', limit: 1 }],
  ])('tells the index who waits for %s', async (call, name, input) => {
    expect(await ask(call, input)).toEqual([[name, expect.anything(), asker]]);
  });

  it('hands on all news of a router, whoever still waits', async () => {
    const news = { table: true, resync: true, exports: ['ix'] };
    expect(await ask('moved', { router: 'bird', ...news })).toEqual([
      ['resync', { router: 'bird' }],
      ['exportsMoved', { router: 'bird', sessions: ['ix'] }],
    ]);
  });
});
