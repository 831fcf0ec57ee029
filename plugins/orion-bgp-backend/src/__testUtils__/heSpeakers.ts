import { RealNetwork } from '@orion/lab';

/**
 * Routers AS6939 has its session of IPv4 with, as it sees it itself: the only
 * witness that counts.
 */
export async function heSpeakers({ transit }: RealNetwork): Promise<string[]> {
  const text = await transit.ask('show protocols');
  return ['gw1', 'gw2'].filter(router =>
    new RegExp(`${router}_ipv4 .*Established`).test(text),
  );
}
