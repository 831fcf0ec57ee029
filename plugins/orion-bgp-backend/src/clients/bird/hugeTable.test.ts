import { Socket } from 'node:net';
import { setInterval } from 'node:timers';
import { PathRecord } from '../../routes/RouteSource';
import { BirdRouteSource } from './BirdRouteSource';
import { connectUnix } from './connectUnix';
import { fixture, prefixOf } from './testing';
import { TestDaemon } from './testDaemon';

const MIB = 1024 * 1024;
const ROUTES_PER_BLOCK = 1_000;
/** A full table, as BIRD prints it. */
const FULL_TABLE = 310 * MIB;
/** Beside the process as it is: what a reader holds while a table passes through. */
const MOST_MEMORY = 150 * MIB;

/** One route of as many bytes as a usual one; the digits change from route to route. */
const route = (hex: string, asn: number) =>
  `1007-2001:db8:${hex}::/48${' '.repeat(
    4,
  )}unicast [he_v6 2026-11-26 05:45:41] * (100) [AS${asn}i]
 \tvia 2001:db8:100::1 on eth0
1008-\tType: BGP univ
1012-\tBGP.origin: IGP
 \tBGP.as_path: 6939 1299 ${asn}
 \tBGP.next_hop: 2001:db8:100::1 fe80::1
 \tBGP.local_pref: 100
 \tBGP.community: (6939,100) (6939,7000)
`;

/** Resolves once the socket takes more, or is gone. */
async function send(socket: Socket, text: string): Promise<void> {
  if (!socket.write(text)) {
    await new Promise<void>(resolve => {
      const goOn = () => {
        socket.off('drain', goOn).off('close', goOn);
        resolve();
      };
      socket.on('drain', goOn).on('close', goOn);
    });
  }
}

/** Sends a table made on the way, no faster than it is taken; resolves with its routes. */
async function sendTable(socket: Socket, bytes: number): Promise<number> {
  let sent = 0;
  let count = 0;
  socket.write('1007-Table master6:\n');
  while (sent < bytes && !socket.destroyed) {
    let text = '';
    for (let at = 0; at < ROUTES_PER_BLOCK; at++, count++) {
      // Other attributes every few routes, and most prefixes more than once.
      const hex = (0x1000 + (count % 0xe000)).toString(16);
      text += route(hex, 10_000 + ((count >> 2) % 80_000));
    }
    sent += text.length;
    await send(socket, text);
  }
  socket.write('0000 \n');
  return count;
}

/** The most memory the process had meanwhile, above what it had before. */
async function measured<T>(work: () => Promise<T>) {
  const now = () => process.memoryUsage().rss;
  const before = now();
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, now() - before);
  }, 20);
  const started = performance.now();
  try {
    return { result: await work(), most, tookMs: performance.now() - started };
  } finally {
    clearInterval(timer);
  }
}

describe('an answer of hundreds of megabytes', () => {
  let daemon: TestDaemon;
  let source: BirdRouteSource;
  const { signal } = new AbortController();

  beforeEach(async () => {
    daemon = await new TestDaemon().start();
    Object.assign(daemon.answers, {
      'show status': fixture('bird2-status'),
      'show protocols all': fixture('bird2-protocols'),
    });
    source = new BirdRouteSource({
      router: 'gw1',
      open: () => connectUnix(daemon.path),
    });
  });
  afterEach(async () => {
    await source.close();
    await daemon.stop();
  });

  it('passes through in little memory, every route of it, and the connection goes on', async () => {
    const sent = new Promise<number>(resolve => {
      daemon.answers['show route all'] = socket =>
        void sendTable(socket, FULL_TABLE).then(resolve);
    });
    let bytes = 0;
    let wrong = 0;
    const sink = ({ attributes, length, session }: PathRecord) => {
      bytes += attributes.length;
      wrong += Number(length !== 48 || session !== 'he_v6');
    };
    const { result, most } = await measured(() =>
      source.dumpPaths({ signal, sink }),
    );
    expect(result).toBe(await sent);
    expect(result).toBeGreaterThan(1_000_000);
    expect(wrong).toBe(0);
    expect(bytes).toBeGreaterThan(result * 40);
    expect(most).toBeLessThan(MOST_MEMORY);
    // What was asked next is answered on the same connection.
    daemon.answers['show route all'] = `1007-Table master6:\n${route(
      '1234',
      64_500,
    )}0000 \n`;
    const next: string[] = [];
    const count = await source.dumpPaths({
      signal,
      sink: path => void next.push(prefixOf(path)),
    });
    expect(count).toBe(1);
    expect(next).toEqual(['2001:db8:1234:0:0:0:0:0/48']);
    expect(daemon.connections).toBe(1);
  });

  it('of two full feeds passes through in parts, each below what is read of one reply', async () => {
    const feed = (name: string) =>
      `1002-${name} BGP --- up 05:45:41 Established\n1006-  Channel ipv6\n     State:          UP\n     Table:          master6\n     Routes:         1000000 imported, 0 exported\n`;
    const sent: Promise<number>[] = [];
    const sends = (bytes: number) => (socket: Socket) =>
      void sent.push(sendTable(socket, bytes));
    const counted = (routes: number) =>
      `1007-${routes} of ${routes} routes for 1 networks in table master6\n0000 \n`;
    const { answers } = daemon;
    Object.assign(answers, {
      'show protocols all': `2002-Name\n${feed('he_v6')}${feed(
        'tr_v6',
      )}0000 \n`,
      "show route table 'master4' all": '1007-Table master4:\n0000 \n',
      "show route table 'master6' all": sends(2 * FULL_TABLE),
      "show route in ::/0 table 'master6' count": counted(2_000_000),
      "show route in ::/1 table 'master6' count": counted(1_400_000),
      "show route in ::/2 table 'master6' count": counted(700_000),
      "show route ::/0 table 'master6' all": '8001 Network not found\n',
      "show route ::/1 table 'master6' all": '8001 Network not found\n',
      "show route in ::/2 table 'master6' all": sends(0.7 * FULL_TABLE),
      "show route in 4000::/2 table 'master6' all": sends(0.7 * FULL_TABLE),
      "show route in 8000::/1 table 'master6' all": sends(0.6 * FULL_TABLE),
    });
    let count = 0;
    const { result, most } = await measured(() =>
      source.dumpPaths({ signal, sink: () => void count++ }),
    );
    const routes = await Promise.all(sent);
    expect(routes).toHaveLength(3);
    expect(result).toBe(routes.reduce((sum, one) => sum + one, 0));
    expect(count).toBe(result);
    expect(result).toBeGreaterThan(2_000_000);
    expect(most).toBeLessThan(MOST_MEMORY);
    expect(daemon.connections).toBe(1);
  });

  it('waits for whoever cannot take it as fast, in as little memory', async () => {
    let ended = false;
    daemon.answers['show route all'] = socket =>
      void sendTable(socket, 40 * MIB).then(() => {
        ended = true;
      });
    let count = 0;
    let held = false;
    const { result, most } = await measured(() =>
      source.dumpPaths({
        signal,
        sink: () => {
          count++;
          if (count !== 1_000) {
            return undefined;
          }
          return new Promise(resolve => {
            setTimeout(() => {
              // The daemon still has most of it.
              held = !ended;
              resolve();
            }, 500);
          });
        },
      }),
    );
    expect(held).toBe(true);
    expect(result).toBe(count);
    expect(most).toBeLessThan(MOST_MEMORY);
  });

  it('that has no end is cut at 512 MiB, and the connection is not used again', async () => {
    const closed = new Promise<void>(resolve => {
      daemon.answers['show route all'] = socket => {
        socket.once('close', () => resolve());
        void sendTable(socket, 4096 * MIB);
      };
    });
    const { result, most } = await measured(() =>
      source.dumpPaths({ signal, sink: () => {} }).catch(error => error),
    );
    expect(result).toMatchObject({
      problem: 'limit',
      message: 'gw1 sent more than 536870912 bytes in one reply',
    });
    await closed;
    expect(most).toBeLessThan(MOST_MEMORY);
    const before = daemon.connections;
    daemon.answers['show route all'] = '8001 Network not found\n';
    expect(await source.dumpPaths({ signal, sink: () => {} })).toBe(0);
    expect(daemon.connections).toBe(before + 1);
  });

  it('is no answer to a short question: it is cut long before that, and asked anew', async () => {
    const closed = new Promise<number>(resolve => {
      daemon.answers['show protocols all'] = socket => {
        let sent = 0;
        socket.once('close', () => resolve(sent));
        const line = `1006-  Description: ${'x'.repeat(80)}\n`;
        const block = line.repeat(ROUTES_PER_BLOCK);
        void (async () => {
          for (; sent < FULL_TABLE && !socket.destroyed; sent += block.length) {
            await send(socket, block);
          }
          socket.write('0000 \n');
        })();
      };
    });
    const { result, most } = await measured(() =>
      source.readRouter({ signal }).catch(error => error),
    );
    expect(result).toMatchObject({
      problem: 'protocol',
      message: expect.stringContaining(
        'gw1 could not be read: BIRD sent far more lines',
      ),
    });
    expect(await closed).toBeLessThan(FULL_TABLE / 2);
    expect(most).toBeLessThan(MOST_MEMORY);
    const before = daemon.connections;
    daemon.answers['show protocols all'] = fixture('bird2-protocols-all');
    const { sessions } = await source.readRouter({ signal });
    expect(sessions.length).toBeGreaterThan(0);
    expect(daemon.connections).toBe(before + 1);
  });
});
