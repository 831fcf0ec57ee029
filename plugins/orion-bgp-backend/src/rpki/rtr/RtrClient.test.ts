import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { AspaTable } from '../aspa/AspaTable';
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

describe('RtrClient', () => {
  it('asks for everything, then for changes at each notify', async () => {
    const cache = new FakeCache();
    cache.onQuery = ({ type }) =>
      type === 'reset-query'
        ? cache.say(
            response(5),
            vrp('192.0.2.0/24', 64500),
            vrp('2001:db8::/32', 64501),
            end(5, 1),
          )
        : cache.say(
            response(5),
            vrp('192.0.2.0/24', 64500, false),
            vrp('198.51.100.0/24', 64502),
            end(5, 2),
          );
    const { tables, problems } = start(cache);
    await eventually(() => tables.length === 1);
    expect(list(tables[0])).toEqual([64500, 64501]);
    cache.say({ type: 'serial-notify', session: 5, serial: 2 });
    await eventually(() => tables.length === 2);
    expect(list(tables[1])).toEqual([64502, 64501]);
    expect(cache.heard).toEqual([
      { version: 2, type: 'reset-query' },
      { version: 2, type: 'serial-query', session: 5, serial: 1 },
    ]);
    expect(problems).toEqual([undefined, undefined]);
  });

  it('asks again after the refresh interval', async () => {
    const cache = new FakeCache();
    cache.onQuery = ({ type }) =>
      cache.say(
        response(5),
        ...(type === 'reset-query' ? [vrp('::/0', 1)] : []),
        end(5, cache.heard.length, { refresh: 1, retry: 1, expire: 600 }),
      );
    const { tables } = start(cache);
    await eventually(() => tables.length === 3);
    expect(cache.heard[2]).toMatchObject({ type: 'serial-query', serial: 2 });
    expect(list(tables[2])).toEqual([1]);
  });

  it('asks for everything when the session is another or the cache says so', async () => {
    const cache = new FakeCache();
    let session = 5;
    cache.onQuery = pdu => {
      if (pdu.type === 'reset-query') {
        cache.say(
          response(session),
          vrp('192.0.2.0/24', session),
          end(session, 1),
        );
      } else if (session === 7) {
        cache.say({ type: 'cache-reset' });
      } else {
        // Says what it would have said: none of it counts.
        cache.say(
          response(session),
          vrp('198.51.100.0/24', 99),
          end(session, 1),
        );
      }
    };
    const { tables } = start(cache);
    for (session of [5, 6, 7]) {
      const before = tables.length;
      if (before > 0) {
        cache.say({ type: 'serial-notify', session, serial: 1 });
      }
      await eventually(() => tables.length > before);
      expect(list(tables.at(-1))).toEqual([session]);
    }
    expect(
      cache.heard.filter(({ type }) => type === 'reset-query'),
    ).toHaveLength(3);
    expect(cache.connections).toBe(1);
  });

  it.each([
    ['answers in it', (cache: FakeCache) => cache.say(response(5))],
    [
      'refuses the new one',
      (cache: FakeCache) =>
        cache.say({ type: 'error-report', code: 4, text: 'version' }),
    ],
  ])('speaks version 0 with a cache that %s', async (_, first) => {
    const cache = new FakeCache();
    cache.version = 0;
    cache.onQuery = ({ version }) =>
      version > 0
        ? first(cache)
        : cache.say(response(5), vrp('::/0', 1), {
            type: 'end-of-data',
            session: 5,
            serial: 1,
          });
    const { tables, problems } = start(cache);
    await eventually(() => tables.length === 1);
    expect(list(tables[0])).toEqual([1]);
    expect(cache.heard.at(-1)).toEqual({ version: 0, type: 'reset-query' });
    expect(problems).toEqual([undefined]);
  });

  it('takes ASPAs, their changes, and both families of an older draft', async () => {
    const cache = new FakeCache();
    const aspa = (
      customer: number,
      providers: number[],
      family?: 4 | 6,
    ): Pdu => ({
      type: 'aspa',
      announce: providers.length > 0,
      customer,
      providers,
      family,
    });
    cache.onQuery = ({ type }) =>
      type === 'reset-query'
        ? cache.say(
            response(5),
            vrp('::/0', 1),
            aspa(64500, [6939, 174]),
            aspa(64501, [6939], 4),
            aspa(64501, [174], 6),
            aspa(64502, [0]),
            end(5, 1),
          )
        : cache.say(
            response(5),
            // Takes the place of the one before.
            aspa(64500, [3356]),
            aspa(64501, [], 4),
            aspa(64502, []),
            end(5, 2),
          );
    const { aspas } = start(cache);
    await eventually(() => aspas.length === 1);
    const providers = (table: AspaTable | undefined) =>
      [64500, 64501, 64502].map(asn => table?.providersOf(asn));
    expect(providers(aspas[0])).toEqual([[174, 6939], [174, 6939], []]);
    cache.say({ type: 'serial-notify', session: 5, serial: 2 });
    await eventually(() => aspas.length === 2);
    expect(providers(aspas[1])).toEqual([[3356], [174], undefined]);
  });

  it('has no ASPAs of a cache that speaks version 1', async () => {
    const cache = new FakeCache();
    cache.version = 1;
    cache.onQuery = () => cache.say(response(5), vrp('::/0', 1), end(5, 1));
    const { tables, aspas } = start(cache);
    await eventually(() => tables.length === 1);
    expect(list(tables[0])).toEqual([1]);
    expect(aspas).toEqual([undefined]);
    expect(cache.heard.map(({ version }) => version)).toEqual([2, 1]);
    // It said so: the next connection begins there.
    cache.hangUp();
    await eventually(() => tables.length === 2);
    expect(cache.heard.at(-1)).toMatchObject({
      version: 1,
      type: 'serial-query',
    });
  });

  it('asks one that hangs up on newer versions in its own, and later in the newest again', async () => {
    const cache = new FakeCache();
    cache.version = 1;
    cache.onQuery = ({ version }) =>
      version > 1
        ? cache.hangUp()
        : cache.say(response(5), vrp('::/0', 1), end(5, 1));
    const { tables, aspas } = start(cache);
    await eventually(() => tables.length === 1);
    expect(cache.heard.map(({ version }) => version)).toEqual([2, 1]);
    // Meanwhile it was replaced.
    cache.version = 2;
    cache.onQuery = () => cache.say(response(5), vrp('::/0', 1), end(5, 1));
    cache.hangUp();
    await eventually(() => tables.length === 2);
    expect(aspas[1]?.size).toBe(0);
    // And one that spoke the newest is not believed to have forgotten it.
    const before = cache.heard.length;
    cache.onQuery = () => cache.hangUp();
    cache.hangUp();
    await eventually(() => cache.heard.length >= before + 2);
    expect(
      cache.heard.slice(before).every(({ version }) => version === 2),
    ).toBe(true);
  });

  it('comes back after a break and goes on from where it was', async () => {
    const cache = new FakeCache();
    cache.onQuery = ({ type }) =>
      type === 'reset-query'
        ? cache.say(response(5), vrp('::/0', 1), end(5, 8))
        : cache.say(response(5), vrp('::/1', 2), end(5, 9));
    const { tables, problems } = start(cache);
    await eventually(() => tables.length === 1);
    cache.hangUp();
    await eventually(() => tables.length === 2);
    expect(problems).toEqual([
      undefined,
      'rtr://cache: the connection ended',
      undefined,
    ]);
    expect(cache.heard[1]).toMatchObject({ type: 'serial-query', serial: 8 });
    expect(list(tables[1])).toEqual([1, 2]);
  });

  it('asks a cache that no longer knows the session for everything', async () => {
    const cache = new FakeCache();
    cache.onQuery = ({ type }) => {
      if (type === 'reset-query') {
        cache.say(
          response(cache.connections),
          vrp('::/0', cache.connections),
          end(cache.connections, 1),
        );
      } else {
        cache.say({
          type: 'error-report',
          code: 0,
          text: 'Session ID mismatch',
        });
      }
    };
    const { tables } = start(cache);
    await eventually(() => tables.length === 1);
    cache.say({ type: 'serial-notify', session: 9, serial: 1 });
    await eventually(() => tables.length === 2);
    expect(list(tables[1])).toEqual([2]);
  });

  it('says what a cache reports, and answers nonsense with a report', async () => {
    const cache = new FakeCache();
    let round = 0;
    cache.onQuery = ({ type }) => {
      if (type !== 'reset-query') {
        return;
      }
      round++;
      if (round === 1) {
        cache.say({ type: 'error-report', code: 2, text: 'soon' });
      } else {
        cache.raw(Buffer.from('0204000000000007', 'hex'));
      }
    };
    const { problems } = start(cache);
    await eventually(() => problems.length === 1);
    expect(problems[0]).toBe('rtr://cache: it has no data yet: soon');
    await eventually(() =>
      cache.heard.some(({ type }) => type === 'error-report'),
    );
    expect(cache.heard.at(-1)).toMatchObject({ type: 'error-report', code: 0 });
    await eventually(() => problems.length === 2);
    expect(problems[1]).toContain('claims 7 bytes');
  });
});
