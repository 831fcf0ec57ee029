import {
  attributesDigest,
  OwnPath,
  PrefixPaths,
} from '../../clients/gobgp/ownPath';

/** What can be done with a prefix. */
export interface PrefixAction {
  verb: 'announce' | 'withdraw';
}

/** What an order says of a prefix. */
export interface PrefixTarget {
  /** In canonical form. */
  prefix: string;
  prefixAction: PrefixAction;
  /**
   * In hexadecimal, as they are on the wire: what is announced, or what is taken
   * back and would be announced again.
   */
  attributes: string[];
}

/** The path that the API of the daemon added, and could take back. */
export function findAdded({
  own,
}: Pick<PrefixPaths, 'own'>): OwnPath | undefined {
  return own.find(({ external, pathId }) => !external && pathId === 0);
}

/** True where the action has nothing left to do. */
export function isPrefixDone(
  { prefixAction, attributes }: Omit<PrefixTarget, 'prefix'>,
  paths: Pick<PrefixPaths, 'own'>,
): boolean {
  const added = findAdded(paths);
  return prefixAction.verb === 'announce'
    ? added !== undefined && sameAttributes(added.attributes, attributes)
    : added === undefined;
}

/** What takes an action back. */
export function oppositeOf<T extends Omit<PrefixTarget, 'prefix'>>(
  target: T,
): T {
  const announced = target.prefixAction.verb === 'announce';
  return {
    ...target,
    prefixAction: { verb: announced ? 'withdraw' : 'announce' },
  };
}

export function sameAttributes(one: string[], other: string[]): boolean {
  return attributesDigest(one) === attributesDigest(other);
}
