import { Session } from '@orion/backstage-plugin-orion-bgp-common';

/** A neighbor two routers have, and what each calls the session. */
export interface SharedNeighbor {
  address: string;
  from: string;
  to: string;
}

/**
 * The external neighbors both routers have a session with, by address: the same
 * neighbor announces the same routes to both. Families in sessions of their own
 * have addresses of their own.
 */
export function sharedNeighbors(
  from: Session[],
  to: Session[],
): SharedNeighbor[] {
  const external = (sessions: Session[]) =>
    sessions.filter(({ type, gone }) => type === 'external' && !gone);
  const others = external(to);
  return external(from).flatMap(({ neighborAddress: address, name }) => {
    const other = others.find(one => one.neighborAddress === address);
    return other ? [{ address, from: name, to: other.name }] : [];
  });
}
