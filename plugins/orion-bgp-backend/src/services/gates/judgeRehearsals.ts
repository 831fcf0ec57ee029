import { Rehearsal } from '../../database/MigrationStore';
import { otherDaemon } from './daemonsOf';
import { GateFacts, GateVerdict, failed, passed } from './GateFacts';
import { agoText, isLongAgo } from './rehearsedWhen';

/**
 * Whether going over and back was done once, with each step verified, by the
 * daemons that are there now: another one, a restart or a new configuration was
 * never seen to go over. Of a cut-over that is asked for each session must have
 * been; else one that can go over is enough, and the others are named. What stands in
 * for a neighbor stays where it is.
 */
export function judgeRehearsal(facts: GateFacts): GateVerdict {
  const { going, neighbors, now, rehearsals, waiting } = facts;
  const names =
    going ??
    [...neighbors, ...waiting]
      .filter(({ standsIn }) => !standsIn)
      .map(({ from }) => from);
  const found = names.map(name => ({ name, ...look(facts, name) }));
  const good = found.filter(({ whyNot }) => whyNot === undefined);
  const inputs = [
    { name: 'sessions rehearsed', rows: good.length },
    { name: 'sessions that can go over', rows: names.length },
  ];
  if (rehearsals.length === 0) {
    return failed('Going over and back was not rehearsed yet.', inputs);
  }
  // Why one that was rehearsed does not count says more than that another was not.
  const bad =
    found.find(({ isRehearsed, whyNot }) => isRehearsed && whyNot) ??
    found.find(({ whyNot }) => whyNot !== undefined);
  if (good.length === 0 || (going && bad)) {
    return failed(
      bad?.whyNot ?? 'There is no session that can go over.',
      inputs,
    );
  }
  const said = good.map(
    ({ name, rehearsal }) => `${saidOf(rehearsal!, now)}: ${name}.`,
  );
  const rest = found.filter(({ whyNot }) => whyNot !== undefined);
  return passed(
    [
      ...said,
      ...rest.map(({ name, whyNot }) => `Not ${name}: ${lower(whyNot!)}`),
    ].join(' '),
    inputs,
  );
}

/** The newest rehearsal of a session that counts, or why that newest one does not. */
function look(
  facts: GateFacts,
  session: string,
): { rehearsal?: Rehearsal; isRehearsed?: boolean; whyNot?: string } {
  const { now, rehearsals } = facts;
  const its = rehearsals.filter(({ sessions }) => sessions.includes(session));
  const rehearsal = its.find(one => whyNotOf(facts, one) === undefined);
  if (rehearsal) {
    return { rehearsal };
  }
  if (its.length > 0) {
    return { isRehearsed: true, whyNot: whyNotOf(facts, its[0]) };
  }
  const [other] = rehearsals;
  return {
    whyNot: other
      ? `${saidOf(other, now)}, with ${other.sessions.join(
          ', ',
        )}, and not with ${session}.`
      : 'Going over and back was not rehearsed yet.',
  };
}

function whyNotOf(
  { from, now, to }: GateFacts,
  rehearsal: Rehearsal,
): string | undefined {
  const said = saidOf(rehearsal, now);
  if (isLongAgo(rehearsal.at, now)) {
    return `${said}: too long ago.`;
  }
  const { daemons } = rehearsal;
  if (!daemons) {
    return `${said}, and by which daemons was not kept.`;
  }
  const other = otherDaemon(daemons.from, from) ?? otherDaemon(daemons.to, to);
  return other && `${said}, and ${other} since: rehearse it again.`;
}

function saidOf({ at, changeId }: Rehearsal, now: Date): string {
  return `Going over and back was rehearsed ${agoText(
    at,
    now,
  )}, by change ${changeId}`;
}

function lower(text: string): string {
  return text[0].toLowerCase() + text.slice(1);
}
