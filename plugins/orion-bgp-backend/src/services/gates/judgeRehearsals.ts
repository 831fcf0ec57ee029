import { failed, GateFacts, GateVerdict, passed, unknown } from './GateFacts';

/** What was practised longer ago was practised on another router. */
const REHEARSED_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
/** BIRD reads its configuration a moment after it says that it started. */
const START_TOLERANCE_MS = 60_000;

/** Whether going over and coming back was done once, with each step verified. */
export function judgeRehearsal({ rehearsal, now }: GateFacts): GateVerdict {
  const inputs = [
    { name: 'sessions rehearsed', rows: rehearsal?.sessions.length ?? 0 },
  ];
  if (!rehearsal) {
    return failed('Going over and back was not rehearsed yet.', inputs);
  }
  const days = Math.floor((now.getTime() - rehearsal.at.getTime()) / DAY_MS);
  const when =
    days === 0 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'} ago`;
  return days > REHEARSED_DAYS
    ? failed(
        `Going over and back was rehearsed ${when}, by change ${rehearsal.changeId}: too long ago.`,
        inputs,
      )
    : passed(
        `Going over and back was rehearsed ${when}, by change ${rehearsal.changeId}.`,
        inputs,
      );
}

/**
 * Whether the router that one would go back to comes up by itself with what it
 * is configured with now. Only a daemon that tells its start can show it.
 */
export function judgeRestart({ from }: GateFacts): GateVerdict {
  const { startedAt, configuredAt } = from.identity ?? {};
  if (!startedAt || !configuredAt) {
    return unknown(`${from.id} does not tell when it started.`);
  }
  const up = from.sessions.filter(({ state }) => state === 'established');
  const inputs = [{ name: `sessions up on ${from.id}`, rows: up.length }];
  const late = Date.parse(configuredAt) - Date.parse(startedAt);
  if (late > START_TOLERANCE_MS) {
    return failed(
      `${from.id} runs since ${startedAt} and took its configuration later, at ${configuredAt}: it never started with it.`,
      inputs,
    );
  }
  return up.length === 0
    ? failed(`No session of ${from.id} is up since it started.`, inputs)
    : passed(
        `${from.id} started at ${startedAt} with the configuration it has now.`,
        inputs,
      );
}
