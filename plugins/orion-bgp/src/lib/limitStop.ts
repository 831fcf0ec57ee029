import { PrefixLimit, Session } from '@orion/backstage-plugin-orion-bgp-common';

/** A session that its own router ended because too much came in. */
export interface LimitStop {
  /** One of these was exceeded; empty where none is known. */
  limits: { family: string; limit: PrefixLimit['limit'] }[];
  /** BIRD says the same of its export limit, and this session has one. */
  maybeExport: boolean;
  /** Until somebody enables it; otherwise the daemon starts it again by itself. */
  stays: boolean;
}

/** BIRD's words for a limit of its own; what a neighbor says of its limit is another text. */
const BIRD_SAYS = /\blimit exceeded\b/i;

/** Undefined for one that is up, or down for another reason. */
export function limitStop(
  session: Pick<
    Session,
    'adminState' | 'families' | 'gone' | 'lastError' | 'state'
  >,
): LimitStop | undefined {
  const { families, gone, state } = session;
  if (gone || state === 'established' || !saysLimit(session)) {
    return undefined;
  }
  return {
    limits: families.flatMap(({ family, importLimit }) =>
      importLimit ? [{ family, limit: importLimit.limit }] : [],
    ),
    maybeExport: families.some(({ exportLimit }) => exportLimit),
    stays: session.adminState === 'prefix-limit',
  };
}

/** GoBGP says it as a state, BIRD as the error it ended the session with. */
export function saysLimit({
  adminState,
  lastError,
}: Pick<Session, 'adminState' | 'lastError'>): boolean {
  return (
    adminState === 'prefix-limit' ||
    (adminState === 'up' && BIRD_SAYS.test(lastError ?? ''))
  );
}
