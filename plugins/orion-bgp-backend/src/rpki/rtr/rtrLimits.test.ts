import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import {
  end,
  FakeCache,
  list,
  Pdu,
  response,
  rtrClients,
  vrp,
} from './testing';

const start = rtrClients();

describe('what a client of RTR believes', () => {
  it('does not believe that there are no VRPs, and goes on from those it had', async () => {
    const cache = new FakeCache();
    let serial = 0;
    const answers: Pdu[][] = [
      [],
      [vrp('::/0', 1)],
      [vrp('::/0', 1, false)],
      [vrp('::/0', 1, false), vrp('::/1', 2)],
    ];
    cache.onQuery = () =>
      cache.say(response(5), ...(answers[serial] ?? []), end(5, ++serial));
    const { tables, problems } = start(cache);
    await eventually(() => tables.length === 1);
    cache.say({ type: 'serial-notify', session: 5, serial: 3 });
    await eventually(() => tables.length === 2);
    expect(tables.map(list)).toEqual([[1], [2]]);
    const none = 'rtr://cache: it has no VRPs';
    expect(problems).toEqual([none, undefined, none, undefined]);
    expect(cache.heard).toMatchObject([
      { type: 'reset-query' },
      { type: 'reset-query' },
      { type: 'serial-query', serial: 2 },
      { type: 'serial-query', serial: 2 },
    ]);
  });

  it('reads no answer that is too long', async () => {
    const cache = new FakeCache();
    const three = [vrp('::/1', 1), vrp('::/2', 2), vrp('::/3', 3)];
    const aspa = { type: 'aspa', announce: true, customer: 64500 } as const;
    const answers: Pdu[][] = [
      // Neither the one that never ends,
      [...three, vrp('::/4', 4)],
      [vrp('::/1', 1), { ...aspa, providers: [1, 2, 3] }],
      [...three, { ...aspa, providers: [1] }, end(5, 1)],
      // nor those that grow.
      [vrp('::/4', 4), end(5, 2)],
      [{ ...aspa, customer: 64501, providers: [2] }, end(5, 2)],
    ];
    cache.onQuery = () => cache.say(response(5), ...(answers.shift() ?? []));
    const { tables, aspas, problems } = start(cache, 3);
    await eventually(() => tables.length === 1);
    cache.say({ type: 'serial-notify', session: 5, serial: 2 });
    await eventually(() => problems.length === 5);
    expect(tables.map(list)).toEqual([[1, 2, 3]]);
    expect(aspas[0]?.size).toBe(1);
    // What is asked for last is what was asked for before it was too much.
    expect(cache.heard.at(-1)).toMatchObject({ serial: 1 });
    const vrps = 'rtr://cache: it has more than 3 VRPs';
    const customers =
      'rtr://cache: its ASPAs have more than 3 customers and providers';
    expect(problems).toEqual([vrps, customers, undefined, vrps, customers]);
  });

  describe('as time passes', () => {
    beforeEach(() => {
      jest.useFakeTimers({
        doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'],
      });
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    const turn = () => new Promise(resolve => setImmediate(resolve));
    async function first(tables: unknown[]) {
      while (tables.length === 0) {
        await turn();
      }
    }
    async function pass(seconds: number, step: number, each = () => {}) {
      for (let now = 0; now < seconds; now += step) {
        jest.advanceTimersByTime(1000 * step);
        each();
        await turn();
        await turn();
      }
    }

    it('gives up VRPs that are too old', async () => {
      const cache = new FakeCache();
      cache.onQuery = () => cache.say(response(5), vrp('::/0', 1), end(5, 1));
      const { tables, problems } = start(cache);
      await first(tables);
      cache.onQuery = () => {};
      await pass(7_200, 60);
      expect(tables).toHaveLength(2);
      expect(tables[1]).toBeUndefined();
      expect(problems).toContain('rtr://cache: its VRPs are too old');
      expect(problems).toContain('rtr://cache: it does not answer');
    });

    it('never takes changes for everything, however slowly they come', async () => {
      const cache = new FakeCache();
      let slow = false;
      cache.onQuery = ({ type }) => {
        slow = type === 'serial-query';
        cache.say(response(5));
        if (!slow) {
          cache.say(vrp('::/0', 1), vrp('::/1', 2), end(5, 1));
        }
      };
      const { tables, problems } = start(cache);
      await first(tables);
      await pass(7_200, 30, () => {
        if (slow) {
          cache.say(vrp('::/2', 3));
        }
      });
      cache.say(end(5, 2));
      await pass(2, 1);
      expect(tables.map(list)).toEqual([[1, 2], [], [1, 2]]);
      expect(tables[1]).toBeUndefined();
      expect(cache.heard.map(({ type }) => type)).toEqual([
        'reset-query',
        'serial-query',
        'reset-query',
      ]);
      expect(problems.slice(1)).toEqual([
        ...Array(2).fill('rtr://cache: its VRPs are too old'),
        undefined,
      ]);
    });

    it('asks again before they are too old, whatever the cache says', async () => {
      const cache = new FakeCache();
      cache.onQuery = ({ type }) =>
        cache.say(
          response(5),
          ...(type === 'reset-query' ? [vrp('::/0', 1)] : []),
          end(5, 1, { refresh: 3600, retry: 60, expire: 600 }),
        );
      const { tables, problems } = start(cache);
      await first(tables);
      await pass(7_200, 60);
      expect(tables.map(list)).toEqual([[1], [1], [1]]);
      expect(problems).toEqual([undefined, undefined, undefined]);
      cache.onQuery = () => {};
      await pass(3_660, 60);
      expect(tables).toHaveLength(4);
      expect(tables[3]).toBeUndefined();
    });
  });
});
