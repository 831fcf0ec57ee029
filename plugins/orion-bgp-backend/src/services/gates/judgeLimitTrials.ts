import { otherDaemon } from './daemonsOf';
import { agoText, isLongAgo } from './rehearsedWhen';
import {
  failed,
  GateFacts,
  GateRouter,
  GateVerdict,
  passed,
} from './GateFacts';
import { LimitTrial, TriedLimit } from './LimitTrial';

/** A limit of `to` that has to be known to work. */
interface Wanted {
  family: string;
  action: string | undefined;
}

/**
 * Whether the new daemon was seen to act on a limit: a neighbor sent more, and
 * the daemon ended the session and said why. By family and action, of the daemon
 * and the limit that are there now.
 */
export function judgeLimitTrials(facts: GateFacts): GateVerdict {
  const { to } = facts;
  const wanted = wantedBy(facts);
  const inputs: GateVerdict['inputs'] = [];
  if (wanted.length === 0) {
    return failed('There is no shared neighbor with a limit.', inputs);
  }
  const seen: string[] = [];
  let problem: string | undefined;
  for (const one of wanted) {
    const found = look(facts, one);
    if (typeof found === 'string') {
      problem ??= found;
    } else {
      const { session, reaction, at } = found;
      const { limit } = found.families[0];
      inputs.push({
        name: `limit of ${session} on ${to.id} that was exceeded (${one.family})`,
        rows: limit,
      });
      seen.push(
        `${to.id} ended ${session} beyond ${limit} routes (${
          one.family
        }) ${agoText(at, facts.now)} and said: ${reaction}.`,
      );
    }
  }
  return problem ? failed(problem, inputs) : passed(seen.join(' '), inputs);
}

/** Families that go over, and what `to` is to do beyond their limits. */
function wantedBy({ from, neighbors, to, waiting }: GateFacts): Wanted[] {
  const all = [...neighbors, ...waiting].flatMap(neighbor => {
    const moving = from.sessions
      .find(({ name }) => name === neighbor.from)
      ?.families.filter(({ up }) => up)
      .map(({ family }) => family);
    return (
      to.sessions
        .find(({ name }) => name === neighbor.to)
        ?.families.filter(({ family }) => moving?.includes(family))
        .map(({ family, importLimit }) => ({
          family,
          action: importLimit?.action,
        })) ?? []
    );
  });
  return all.filter(
    (one, index) =>
      all.findIndex(
        ({ action, family }) => action === one.action && family === one.family,
      ) === index,
  );
}

/** A trial that counts, or why there is none: of the newest one. */
function look(facts: GateFacts, wanted: Wanted): LimitTrial | string {
  const { limitTrials, to } = facts;
  const tried = limitTrials.filter(({ families }) =>
    families.some(
      ({ action, family }) =>
        family === wanted.family && action === wanted.action,
    ),
  );
  const reasons = tried.map(trial => whyNot(facts, trial));
  const good = reasons.indexOf(undefined);
  if (good >= 0) {
    return tried[good];
  }
  return (
    reasons[0] ??
    `No limit of ${to.id} was exceeded yet (${wanted.family}, ${
      wanted.action ?? 'no action'
    }): have a neighbor that stands in send more than the limit of its session, and see the session end.`
  );
}

/** Undefined where it counts. */
function whyNot(
  { now, to }: GateFacts,
  { at, daemon, families, session }: LimitTrial,
): string | undefined {
  const when = agoText(at, now);
  const what = `${session} on ${to.id} was ended beyond its limit ${when}`;
  if (families.length > 1) {
    return `${what}, and it had several families: which limit it was ${to.id} does not say.`;
  }
  if (otherDaemon(daemon, to)) {
    return `${what}, by another daemon than the one that is there now: another version, start or configuration.`;
  }
  if (!hasLimit(to, session, families[0])) {
    return `${what} of ${families[0].limit}, which is not its limit any more.`;
  }
  return isLongAgo(at, now) ? `${what}: too long ago.` : undefined;
}

function hasLimit(
  { sessions }: GateRouter,
  session: string,
  { action, family, limit }: TriedLimit,
): boolean {
  const has = sessions
    .find(({ name }) => name === session)
    ?.families.find(one => one.family === family)?.importLimit;
  return has?.limit === limit && has.action === action;
}
