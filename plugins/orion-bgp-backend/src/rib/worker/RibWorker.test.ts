import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { parseRouteSearch } from '../search/parseRouteSearch';
import { DumpNote } from './protocol';
import { RibWorker, RibWorkerOptions } from './RibWorker';
import { RouterTableConfig } from './RibConfig';

const execArgv = [
  '--no-warnings',
  '--require',
  require.resolve('@backstage/cli/config/nodeTransform.cjs'),
];
const logger = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
const running: RibWorker[] = [];

function router(id: string, settings: object = {}): RouterTableConfig {
  return {
    id,
    asn: 394955,
    source: {
      router: id,
      driver: 'memory',
      settings: { routes: 2000, ...settings },
    },
  };
}

function start(
  routers: RouterTableConfig[],
  options: Partial<RibWorkerOptions> = {},
) {
  const told: TableState[][] = [];
  const worker = RibWorker.start({
    config: { routers, communities: [], rpki: [] },
    logger,
    onTables: tables => told.push(tables),
    sourceModule: join(__dirname, '../testing/createMemorySource.ts'),
    execArgv,
    ...options,
  });
  running.push(worker);
  return { worker, told };
}

function until(check: () => boolean): Promise<boolean> {
  return eventually(check);
}

afterEach(async () => {
  jest.clearAllMocks();
  await Promise.all(running.splice(0).map(worker => worker.close()));
});

describe('RibWorker', () => {
  it('reads tables and answers searches in a thread of its own', async () => {
    const { worker, told } = start([
      router('bird'),
      router('gobgp', { seed: 2 }),
    ]);
    expect(worker.tables).toMatchObject([
      { state: 'loading' },
      { state: 'loading' },
    ]);
    await until(() => worker.tables.every(({ state }) => state === 'polled'));
    const { query } = parseRouteSearch('64500 best:yes');
    const first = await worker.ask('search', { query, limit: 20 });
    expect(first.items).toHaveLength(20);
    expect(first.tables).toHaveLength(2);
    const second = await worker.ask('search', {
      query,
      limit: 20,
      cursor: first.nextCursor,
    });
    expect(second.total).toBe(first.total);
    expect(second.items[0]).not.toEqual(first.items[19]);
    for (const { asPath, best } of [...first.items, ...second.items]) {
      expect(best && asPath.split(/[ (){}[\]]/)).toContain('64500');
    }
    const diff = await worker.ask('diff', {
      a: 'bird',
      b: 'gobgp',
      options: { scope: 'accepted', limit: 5 },
    });
    expect(diff.items.length).toBeGreaterThanOrEqual(5);
    expect(told.length).toBeGreaterThan(1);
  });

  it('gives back refusals as what they are', async () => {
    const { worker } = start([router('bird')]);
    await until(() => worker.tables[0].state === 'polled');
    await expect(
      worker.ask('refresh', { router: 'nobody' }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(
      worker.ask('search', { query: {}, limit: 0 }),
    ).rejects.toMatchObject({ name: 'InputError' });
    await expect(
      worker.ask('search', { query: { pathPatterns: ['('] }, limit: 1 }),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('not closed'),
    });
    // Its turn comes after all of these.
    const before = Array.from({ length: 500 }, () =>
      worker.ask('search', { query: {}, limit: 1 }),
    );
    await expect(
      worker.ask('search', { query: {}, limit: 1 }, { deadlineMs: 0 }),
    ).rejects.toThrow('did not answer within 0 ms');
    await Promise.all(before);
  });

  it('starts again after a crash, and says that tables are loading', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orion-rib-'));
    const crashFile = join(folder, 'crash');
    writeFileSync(crashFile, '');
    const { worker, told } = start([
      { ...router('bird', { crashFile }), minDumpIntervalMs: 100 },
    ]);
    await until(() => logger.warn.mock.calls.length > 0);
    await expect(worker.ask('tables', undefined)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    expect(worker.tables).toMatchObject([{ router: 'bird', state: 'loading' }]);
    rmSync(folder, { recursive: true });
    await until(() => worker.tables[0].state === 'polled');
    expect(await worker.ask('tables', undefined)).toMatchObject([
      { paths: { ipv4: expect.any(Number) } },
    ]);
    expect(told.length).toBeGreaterThan(2);
  });

  it('lets a daemon rest where it crashes again and again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orion-rib-'));
    const crashFile = join(folder, 'crash');
    writeFileSync(crashFile, '');
    const { worker } = start([router('bird', { crashFile })]);
    await until(() => logger.warn.mock.calls.length > 1);
    rmSync(folder, { recursive: true });
    await until(() => worker.tables[0].nextDumpAt !== undefined);
    const [{ error, nextDumpAt, state }] = worker.tables;
    expect(state).toBe('loading');
    expect(error).toMatch(/crashed more than once/);
    expect(Date.parse(nextDumpAt!) - Date.now()).toBeGreaterThan(4 * 60_000);
  });

  it('lets a daemon rest that was dumped before, and tells of its dumps', async () => {
    const dumps: DumpNote[] = [];
    const { worker } = start([router('bird'), router('gobgp')], {
      dumpedBefore: new Map([
        ['bird', { agoMs: 1_000, costMs: 500, rest: 'full' as const }],
      ]),
      onDump: async dump => void dumps.push(dump),
    });
    await until(() => worker.tables[1].state === 'polled');
    const [{ error, nextDumpAt, state }] = worker.tables;
    expect(state).toBe('loading');
    expect(error).toMatch(/ended while it read the table of router bird/);
    expect(Date.parse(nextDumpAt!) - Date.now()).toBeGreaterThan(4 * 60_000);
    expect(dumps).toEqual([
      { router: 'gobgp' },
      { router: 'gobgp', costMs: expect.any(Number) },
    ]);
  });

  it('says why a router has no source, goes on with the others, and ends once', async () => {
    const source = { router: 'gobgp', driver: 'ospfd', settings: {} };
    const { worker } = start([router('bird'), { ...router('gobgp'), source }]);
    await until(() => worker.tables.every(({ state }) => state !== 'loading'));
    expect(worker.tables).toMatchObject([
      { router: 'bird', state: 'polled' },
      {
        router: 'gobgp',
        state: 'unavailable',
        error: 'there is no driver ospfd',
      },
    ]);
    await worker.close();
    await worker.close();
    await expect(worker.ask('tables', undefined)).rejects.toThrow(
      'not running',
    );
  });
});
