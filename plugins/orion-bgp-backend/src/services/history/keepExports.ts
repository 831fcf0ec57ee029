import { RouteObservation } from './RouteObservation';

/**
 * What is kept until the next look where the exports of some sessions could not
 * be read: a session keeps what was known of it. One of which nothing was known
 * is kept as such, so that its first answer is no news.
 */
export function keepExports(
  before: RouteObservation | undefined,
  after: RouteObservation,
  unreadExports: readonly string[] = [],
): RouteObservation {
  const lacking = unreadExports.filter(
    session => !after.exportedTo.includes(session),
  );
  const kept = lacking.filter(session => before?.exportedTo.includes(session));
  const unread = lacking.filter(
    session => !before || before.unread?.includes(session),
  );
  return {
    ...after,
    exportedTo: [...after.exportedTo, ...kept].sort(),
    ...(unread.length > 0 ? { unread: unread.sort() } : {}),
  };
}
