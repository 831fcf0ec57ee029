import { startRealBird } from '@orion/lab';
import { FedRoute } from './BgpFeeder';
import { FEEDER, feedDaemon } from './feedDaemon';

const PORT = 22_791;
/** BIRD's name of the session with the feeder. */
export const FEEDER_SESSION = 'feeder';

/** A BIRD with all of these routes, of one neighbor. */
export async function fedBird(groups: FedRoute[][]) {
  const bird = await startRealBird({
    config: `
log stderr { warning, error, fatal };
router id 10.255.0.1;
timeformat route iso long;
protocol device {}
protocol bgp ${FEEDER_SESSION} {
  local 127.0.0.1 port ${PORT} as 394955;
  neighbor ${FEEDER} as 6939;
  multihop 2; passive;
  ipv4 { import all; export none; };
  ipv6 { import all; export none; };
}
`,
  });
  const count = async () =>
    [
      ...(await bird.ask('show route count')).matchAll(
        /(\d+) of \d+ routes for \d+ networks in table/g,
      ),
    ].reduce((sum, [, n]) => sum + Number(n), 0);
  const feeder = await feedDaemon(
    { name: 'BIRD', host: '127.0.0.1', port: PORT, count },
    groups,
  );
  const stop = async () => {
    feeder.close();
    await bird.stop();
  };
  return { ask: bird.ask, count, feeder, socket: bird.socketPath, stop };
}
