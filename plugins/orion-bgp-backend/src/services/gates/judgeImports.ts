import { RouteComparison } from '@orion/backstage-plugin-orion-bgp-common';
import {
  failed,
  GateFacts,
  GateVerdict,
  ImportFeed,
  ImportSight,
  passed,
} from './GateFacts';
import { butMoved, movedInputs, tooManyMovedText } from './movedInputs';

/**
 * Whether `to` gets from each neighbor what `from` gets, as it was sent, and
 * lets the same of it in. For a neighbor that waits something else has to feed
 * `to` with that: a session of its own, or what `from` keeps before its policy;
 * and the policy of `to` has to treat the one as it will treat the other.
 */
export function judgeImports(
  facts: GateFacts,
  complete: GateVerdict,
): GateVerdict {
  const { from, imports, to } = facts;
  if (complete.state !== 'passed') {
    return complete;
  }
  const inputs: GateVerdict['inputs'] = [];
  let problem: string | undefined;
  let moved = 0;
  for (const sight of imports) {
    const feed = bestOf(sight);
    inputs.push(...inputsOf(facts, sight, feed));
    problem ??= problemOf(facts, sight, feed);
    moved += (feed?.received.moved ?? 0) + (feed?.accepted.moved ?? 0);
  }
  if (imports.length === 0) {
    return failed(
      `${from.id} and ${to.id} have no neighbor in common whose routes ${from.id} takes.`,
      inputs,
    );
  }
  return problem
    ? failed(problem, inputs)
    : passed(
        `${to.id} gets what every shared neighbor sends ${
          from.id
        }, and accepts the same of it${butMoved(moved)}.`,
        inputs,
      );
}

/** Whatever is nearest to what the neighbor sends; a session without any of it is none. */
function bestOf({ feeds, own }: ImportSight): ImportFeed | undefined {
  const compared = feeds.map(({ accepted, received, ...feed }) => ({
    ...feed,
    received: withoutChoice(received),
    accepted: withoutChoice(accepted),
  }));
  return compared
    .filter(
      ({ received: { different, from, same } }) =>
        own || from === 0 || same + different > 0,
    )
    .sort(
      (a, b) =>
        apart(a.received) - apart(b.received) ||
        Number(Boolean(a.otherPolicy)) - Number(Boolean(b.otherPolicy)) ||
        apart(a.accepted) - apart(b.accepted),
    )[0];
}

function problemOf(
  { from, to }: GateFacts,
  { neighbor, own }: ImportSight,
  feed: ImportFeed | undefined,
): string | undefined {
  const name = neighbor.from;
  const unread = from.sessions
    .find(session => session.name === name)
    ?.families.find(
      ({ counters, up }) => up && counters.received?.value === undefined,
    );
  if (unread) {
    return `${from.id} does not keep what its policy refuses of ${name} (${unread.family}), so what was sent is not known: give the channel "import keep filtered".`;
  }
  if (!feed) {
    return `Nothing gives ${to.id} what ${name} sends ${
      from.id
    } before its policy. ${howTo(to.id)}`;
  }
  const { accepted, otherPolicy, received, session } = feed;
  if (received.from === 0 || accepted.from === 0) {
    return `${from.id} ${
      received.from === 0 ? 'gets' : 'accepts'
    } no route of ${name}.`;
  }
  if (apart(received) > 0) {
    const what = own
      ? `get other routes of ${neighbor.address}`
      : `have nothing in common that shows ${name} as it is sent: ${session} on ${to.id} comes nearest`;
    const said = `${from.id} and ${to.id} ${what}: ${apartText(received)}.`;
    return own ? said : `${said} ${howTo(to.id)}`;
  }
  if (otherPolicy) {
    return `What ${to.id} lets in over ${session} does not show what it will over ${neighbor.to}: ${otherPolicy}`;
  }
  return apart(accepted) > 0
    ? `${to.id} accepts other routes of ${name} than ${from.id}: ${apartText(
        accepted,
      )}.`
    : undefined;
}

function howTo(router: string): string {
  return `Have the neighbor open a second session to ${router}, or give ${router} any other session that brings exactly what it sends.`;
}

function inputsOf(
  { from, to }: GateFacts,
  { neighbor }: ImportSight,
  feed: ImportFeed | undefined,
): GateVerdict['inputs'] {
  if (!feed) {
    return [
      {
        name: `sessions of ${to.id} with what ${neighbor.from} sends`,
        rows: 0,
      },
    ];
  }
  return (['received', 'accepted'] as const).flatMap(scope => [
    {
      name: `${scope} over ${neighbor.from} on ${from.id}`,
      rows: feed[scope].from,
    },
    { name: `${scope} over ${feed.session} on ${to.id}`, rows: feed[scope].to },
    ...movedInputs(feed[scope]),
  ]);
}

/** What is chosen of what came in is not part of how it came in. */
function withoutChoice(comparison: RouteComparison): RouteComparison {
  const { bestPath = 0, ...others } = comparison.fields;
  const onlyChoice = bestPath > 0 && Object.keys(others).length === 0;
  return onlyChoice ? { ...comparison, different: 0 } : comparison;
}

function apart({ onlyFrom, onlyTo, different }: RouteComparison): number {
  return onlyFrom + onlyTo + different;
}

function apartText(comparison: RouteComparison): string {
  const { different, onlyFrom, onlyTo } = comparison;
  const moved = tooManyMovedText(comparison);
  return `${onlyFrom} are missing, ${onlyTo} too many, ${different} different${moved}`;
}
