import { ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithDaemons, findDaemon } from '@orion/lab';
import { stateOf } from './testing';
import { VrpFeed } from './VrpFeed';

const port = 23_000 + (process.pid % 900);

describeWithDaemons(['stayrtr'], 'VrpFeed with StayRTR', () => {
  let folder: string;
  let cache: ChildProcess | undefined;
  let feed: VrpFeed | undefined;

  let aspas: object[] = [];
  const file = () => join(folder, 'vrps.json');
  const write = (...prefixes: [string, number][]) =>
    writeFileSync(
      file(),
      JSON.stringify({
        metadata: { buildtime: new Date().toISOString() },
        roas: prefixes.map(([prefix, asn]) => ({
          prefix,
          maxLength: Number(prefix.split('/')[1]),
          asn: `AS${asn}`,
          ta: 'test',
        })),
        provider_authorizations: { ipv4: aspas, ipv6: aspas },
      }),
    );
  const startCache = () => {
    cache = spawn(findDaemon('stayrtr')!, [
      '-bind',
      `127.0.0.1:${port}`,
      '-cache',
      file(),
      '-checktime=false',
      '-metrics.addr',
      `127.0.0.1:${port + 1}`,
      '-refresh',
      '1',
      '-rtr.retry',
      '1',
    ]);
  };
  const state = (prefix: string, asn: number) => stateOf(feed, prefix, asn);
  const until = async (check: () => boolean) => {
    const end = Date.now() + 25_000;
    while (!check()) {
      if (Date.now() > end) {
        throw new Error(`it did not happen within 25 s: ${feed?.state.error}`);
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };
  const stopCache = async () => {
    const gone = new Promise(resolve => cache?.once('exit', resolve));
    cache?.kill();
    await gone;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orion-rtr-'));
  });
  afterEach(async () => {
    await feed?.stop();
    await stopCache();
    rmSync(folder, { recursive: true });
  });

  it('reads everything, takes over a change, and comes back after a restart', async () => {
    write(['192.0.2.0/24', 64500], ['2001:db8::/32', 64501]);
    startCache();
    let changes = 0;
    feed = VrpFeed.start(
      { type: 'rtr', host: '127.0.0.1', port },
      () => changes++,
    );
    await until(() => feed?.vrps?.count === 2);
    expect(state('192.0.2.0/24', 64500)).toBe('valid');
    expect(state('2001:db8:1::/48', 64501)).toBe('invalid');
    expect(feed.state).toMatchObject({
      source: `rtr://127.0.0.1:${port}`,
      count: 2,
      error: undefined,
    });

    aspas = [
      { customer_asid: 64500, expires: 2_000_000_000, providers: [6939, 174] },
    ];
    write(['192.0.2.0/24', 64500], ['198.51.100.0/24', 64502]);
    await until(() => state('198.51.100.0/24', 64502) === 'valid');
    expect(state('2001:db8::/32', 64501)).toBe('not-found');
    expect(feed.aspas?.providersOf(64500)).toEqual([174, 6939]);
    expect(feed.state.aspas).toBe(1);

    await stopCache();
    await until(() => feed?.state.error !== undefined);
    // What is known stays in use.
    expect(state('192.0.2.0/24', 64500)).toBe('valid');
    write(['203.0.113.0/24', 64503]);
    startCache();
    await until(() => state('203.0.113.0/24', 64503) === 'valid');
    expect(feed.vrps?.count).toBe(1);
    expect(feed.state.error).toBeUndefined();
    expect(changes).toBeGreaterThanOrEqual(3);
  });
});
