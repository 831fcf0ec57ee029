import {
  failed,
  GateFacts,
  GateRouter,
  GateVerdict,
  passed,
  unknown,
} from './GateFacts';

/** What was practised longer ago was practised on another router. */
const REHEARSED_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
/** BIRD reads its configuration a moment after it says that it started. */
const START_TOLERANCE_MS = 60_000;
/** What starts with the machine has started by then. */
const BOOT_MS = 10 * 60_000;

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
  if (up.length === 0) {
    return failed(`No session of ${from.id} is up since it started.`, inputs);
  }
  const bootedAt = from.kernel?.bootedAt;
  return bootedAt
    ? judgeBoot(from, { bootedAt, startedAt }, inputs)
    : passed(
        `${from.id} started at ${startedAt} with the configuration it has now. Whether its machine did, nobody says: orion.bgp.routers.${from.id}.kernel.`,
        inputs,
      );
}

/** The machine was started, the daemon by that and not by hand, and all is back. */
function judgeBoot(
  { id, sessions }: GateRouter,
  { bootedAt, startedAt }: { bootedAt: string; startedAt: string },
  inputs: GateVerdict['inputs'],
): GateVerdict {
  const after = Date.parse(startedAt) - Date.parse(bootedAt);
  if (after > BOOT_MS || after < -START_TOLERANCE_MS) {
    return failed(
      `The machine of ${id} was started at ${bootedAt} and ${id} at ${startedAt}, so not by that: nothing shows that it comes back by itself.`,
      inputs,
    );
  }
  const lost = sessions.find(
    ({ adminState, gone, state }) =>
      !gone && adminState !== 'down' && state !== 'established',
  );
  return lost
    ? failed(
        `The machine of ${id} was started at ${bootedAt}, and ${lost.name} did not come back.`,
        inputs,
      )
    : passed(
        `The machine of ${id} was started at ${bootedAt} with the configuration it has now, and every session came back.`,
        inputs,
      );
}
