import { GateFacts, GateVerdict, failed, passed } from './GateFacts';
import { agoText, isLongAgo } from './rehearsedWhen';

/** Whether going over and coming back was done once, with each step verified. */
export function judgeRehearsal({ rehearsal, now }: GateFacts): GateVerdict {
  const inputs = [
    { name: 'sessions rehearsed', rows: rehearsal?.sessions.length ?? 0 },
  ];
  if (!rehearsal) {
    return failed('Going over and back was not rehearsed yet.', inputs);
  }
  const { at, changeId } = rehearsal;
  const said = `Going over and back was rehearsed ${agoText(
    at,
    now,
  )}, by change ${changeId}`;
  return isLongAgo(at, now)
    ? failed(`${said}: too long ago.`, inputs)
    : passed(`${said}.`, inputs);
}
