import { findFreePort, RealBird, startRealBird } from '@orion/lab';
import { BirdRouteSource } from '../clients/bird/BirdRouteSource';
import { connectUnix } from '../clients/bird/connectUnix';

/** One of two BIRDs that speak with each other over loopback. */
export interface BirdEnd {
  /** An address of loopback that no other test listens at. */
  host: string;
  asn: number;
  /** Both ends as `local` and `neighbor` of a session take them. */
  config(local: string, remote: string): string;
}

export interface BirdPair {
  bird: RealBird;
  neighbor: RealBird;
  /** Of `bird`, as router gw1. */
  source: BirdRouteSource;
  stop(): Promise<void>;
}

/** Starts two real daemons of one kind, and reads the first. */
export async function startBirdPair(
  daemon: 'bird' | 'bird2' | 'bird3',
  ends: Record<'bird' | 'neighbor', BirdEnd>,
): Promise<BirdPair> {
  const textOf = async ({ host, asn }: BirdEnd) =>
    `${host} port ${await findFreePort()} as ${asn}`;
  const here = await textOf(ends.bird);
  const there = await textOf(ends.neighbor);
  const bird = await startRealBird({
    daemon,
    config: ends.bird.config(here, there),
  });
  const neighbor = await startRealBird({
    daemon,
    config: ends.neighbor.config(there, here),
  }).catch(async error => {
    await bird.stop();
    throw error;
  });
  const source = new BirdRouteSource({
    router: 'gw1',
    open: () => connectUnix(bird.socketPath),
  });
  return {
    ...{ bird, neighbor, source },
    async stop() {
      await source.close();
      await Promise.all([bird.stop(), neighbor.stop()]);
    },
  };
}
