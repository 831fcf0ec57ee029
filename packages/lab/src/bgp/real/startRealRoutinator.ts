import { Roa } from '../roasOf';
import { findDaemon } from './findDaemon';
import { findFreePort } from './findFreePort';
import { RealDaemon } from './RealDaemon';

/** A Routinator on loopback. */
export interface RealRoutinator {
  rtrPort: number;
  /** Of its JSON. */
  jsonUrl: string;
  /** Replaces what it vouches for; both of its interfaces follow in a moment. */
  set(roas: Roa[]): void;
  stop(): Promise<void>;
}

/**
 * Starts the `routinator` of this machine without trust anchors: what it vouches for
 * is local exceptions alone (RFC 8416), so it asks nobody. Of those it names no trust
 * anchor, its JSON says `N/A`; and 0.15 takes no ASPAs by them.
 *
 * @throws Error with its output when it does not come up.
 */
export async function startRealRoutinator(
  roas: Roa[],
): Promise<RealRoutinator> {
  const daemon = new RealDaemon('orion-routinator');
  const [rtrPort, httpPort] = [await findFreePort(), await findFreePort()];
  const jsonUrl = `http://127.0.0.1:${httpPort}/json`;
  const set = (next: Roa[]) =>
    daemon.write('exceptions.json', JSON.stringify(toExceptions(next)));
  daemon.start(findDaemon('routinator')!, [
    // Not what this machine's own would be told.
    ...['--config', daemon.write('config', 'repository-dir = "."\n')],
    ...['--no-rir-tals', '--disable-rrdp', '--disable-rsync'],
    ...['--exceptions', set(roas)],
    ...['server', '--rtr', `127.0.0.1:${rtrPort}`],
    ...['--http', `127.0.0.1:${httpPort}`],
  ]);
  try {
    await daemon.waitFor('its JSON', () =>
      fetch(jsonUrl).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return {
    rtrPort,
    jsonUrl,
    set(next) {
      set(next);
      // It validates anew at once instead of in ten minutes.
      daemon.kill('SIGUSR1');
    },
    stop: () => daemon.stop(),
  };
}

function toExceptions(roas: Roa[]): object {
  return {
    slurmVersion: 1,
    validationOutputFilters: { prefixFilters: [], bgpsecFilters: [] },
    locallyAddedAssertions: {
      prefixAssertions: roas.map(({ asn, maxLength, prefix }) => ({
        asn: Number(asn.slice(2)),
        maxPrefixLength: maxLength,
        prefix,
      })),
      bgpsecAssertions: [],
    },
  };
}
