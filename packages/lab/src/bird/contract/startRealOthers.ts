import { findDaemon, startRealBird, startRealNamespace } from '../../bgp/real';
import { RealDaemon } from '../../bgp/real/RealDaemon';
import { othersRoas } from './othersWorld';

const CACHE = 28282;
const NOBODY = 28283;

/**
 * Starts `othersWorld` as a real BIRD with a real cache, in a network namespace of
 * their own: what BIRD gives to its kernel reaches nobody else's.
 */
export async function startRealOthers() {
  const namespace = startRealNamespace([]);
  const cache = new RealDaemon('orion-stayrtr');
  const stops: (() => unknown)[] = [() => namespace.stop(), () => cache.stop()];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) {
      await end();
    }
  };
  try {
    const metadata = { buildtime: new Date().toISOString() };
    const roas = cache.write(
      'roas.json',
      JSON.stringify({ metadata, roas: othersRoas }),
    );
    const [program, ...args] = [
      ...[...namespace.within, findDaemon('stayrtr')!],
      ...['-cache', roas, '-bind', `127.0.0.1:${CACHE}`, '-checktime=false'],
      ...['-metrics.addr', '', '-refresh', '30'],
    ];
    cache.start(program, args);
    await cache.waitFor('the first ROAs', () =>
      /New update|Server started/.test(cache.output),
    );
    const bird = await startRealBird({
      config: routerConfig(),
      within: namespace.within,
    });
    stops.push(() => bird.stop());
    await cache.waitFor('the session with BIRD', async () => {
      const told = await bird.ask('show protocols "validator*"');
      return /Established[^]*Transport-Error/.test(told);
    });
    return {
      path: bird.socketPath,
      /** The cache goes away; its ROAs count on. */
      loseCache: () => cache.stop(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function routerConfig(): string {
  const validator = (name: string, port: number) =>
    `protocol rpki ${name} { roa4 { table roa4t; }; roa6 { table roa6t; };
  remote 127.0.0.1 port ${port}; refresh 3600; retry 600; expire 7200; }`;
  return `
log stderr all;
hostname "gw1";
router id 10.0.10.1;
timeformat protocol iso long; timeformat route iso long; timeformat base iso long;
roa4 table roa4t; roa6 table roa6t;
protocol device device1 {}
protocol kernel kernel4 { ipv4 { import none; export all; }; }
protocol kernel kernel6 { ipv6 { import none; export all; }; }
protocol static static4 { ipv4;
  route 192.0.2.0/24 blackhole; route 198.51.100.0/24 unreachable; route 203.0.113.0/24 prohibit; }
protocol static static6 { ipv6; route 2001:db8:3949::/48 blackhole; }
${validator('validator1', CACHE)}
${validator('validator2', NOBODY)}
`;
}
