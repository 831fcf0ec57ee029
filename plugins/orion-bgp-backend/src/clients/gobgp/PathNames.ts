import { GobgpPeer } from './gobgpMessages';
import { GobgpApi } from './loadGobgpApi';
import { sessionName } from './toSession';

/**
 * Whose a path is. GoBGP 3 gives a path the address of its neighbor without the
 * zone, with which a link-local neighbor is named; GoBGP 4 keeps it.
 */
export class PathNames {
  /** Names by address, where one of them has a zone. */
  readonly #names = new Map<string, string[]>();

  constructor(
    { generation }: Pick<GobgpApi, 'generation'>,
    peers: GobgpPeer[],
  ) {
    if (generation !== 3) {
      return;
    }
    const names = peers.flatMap(peer => sessionName(peer) ?? []);
    for (const [address] of names.map(withoutZone).filter(([, zone]) => zone)) {
      const same = names.filter(name => withoutZone(name)[0] === address);
      this.#names.set(address, same);
    }
  }

  /** The session's, where there is one alone that it can be. */
  nameOf = (address: string): string => {
    const names = this.#names.get(address);
    return names?.length === 1 ? names[0] : address;
  };

  /** Nothing tells this neighbor's paths in the global table from another's. */
  isShared(name: string): boolean {
    return (this.#names.get(withoutZone(name)[0])?.length ?? 0) > 1;
  }

  /** For people. */
  get problems(): string[] {
    return [...this.#names.values()]
      .filter(names => names.length > 1)
      .map(
        names =>
          `GoBGP 3 does not say which of the neighbors ${names.join(
            ', ',
          )} a route in its table is of: what it refused of theirs, and how many it accepted, is not known`,
      );
  }
}

function withoutZone(name: string): [address: string, zone?: string] {
  const [address, zone] = name.split('%');
  return [address, zone];
}
