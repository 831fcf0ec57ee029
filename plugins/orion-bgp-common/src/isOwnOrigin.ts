import { Route } from './types';

/**
 * Whether a route comes from our own system: no session brought it, or its path is
 * empty or ends in a confederation, which is the router's own AS (RFC 6811 §2). A
 * set is nobody's.
 *
 * @public
 */
export function isOwnOrigin({
  asPath,
  originAs,
  session,
}: Pick<Route, 'asPath' | 'originAs' | 'session'>): boolean {
  return (
    session === undefined ||
    (originAs === undefined && (asPath === '' || /[)\]]$/.test(asPath)))
  );
}
