import {
  SentComparison,
  SentDifference,
} from '@orion/backstage-plugin-orion-bgp-common';
import { SentAnswer } from '../../rib/worker/protocol';
import { SharedNeighbor } from '../sharedNeighbors';
import { compareTold } from './compareTold';
import {
  sentNormalisations,
  SentSession,
  tellSent,
  ToldRoute,
} from './tellSent';

/** What one router says it tells the neighbor. */
export interface SentSide {
  /** Id of the router. */
  router: string;
  session: SentSession;
  answer: SentAnswer;
}

/** Holds what two routers tell one neighbor of the same prefixes against each other. */
export function compareSent(
  { address: neighbor, from, to }: SharedNeighbor,
  prefixes: string[],
  sides: { from: SentSide; to: SentSide },
): SentComparison {
  const found: SentComparison = {
    ...{ neighbor, from, to, same: 0, differences: [], ignored: {} },
    compared: prefixes.length,
    readAt: olderOf(sides.from.answer, sides.to.answer),
  };
  const unread = [sides.from, sides.to].find(
    ({ answer }) => answer.problem !== undefined,
  );
  if (unread) {
    const { answer, router } = unread;
    return {
      ...found,
      compared: 0,
      problem: `What ${router} tells ${neighbor} of our own cannot be read: ${sentence(
        answer.problem,
      )}`,
    };
  }
  // Each is in force, found or not.
  for (const name of sentNormalisations) {
    found.ignored[name] = 0;
  }
  for (const prefix of prefixes) {
    const here = toldBy(sides.from, prefix);
    const there = toldBy(sides.to, prefix);
    found.problem ??=
      doubtOf(sides.from, here, neighbor, prefix) ??
      doubtOf(sides.to, there, neighbor, prefix) ??
      (here.length + there.length === 0
        ? `Neither ${sides.from.router} nor ${sides.to.router} tells ${neighbor} of ${prefix}.`
        : undefined);
    if (here.length + there.length > 0) {
      note(found, differenceOf(prefix, here[0], there[0]));
    }
    const ignored = [here, there].flatMap(([one]) => one?.ignored ?? []);
    for (const name of new Set(ignored)) {
      found.ignored[name] += 1;
    }
  }
  return found;
}

function olderOf(...answers: SentAnswer[]): string | undefined {
  const times = answers.flatMap(({ readAt }) => readAt ?? []);
  return times.length === answers.length ? times.sort()[0] : undefined;
}

/** What a daemon says has no end sometimes. */
function sentence(text = ''): string {
  return `${text.trim().replace(/[.:]$/, '')}.`;
}

function note(
  found: SentComparison,
  difference: SentDifference | undefined,
): void {
  if (difference) {
    found.differences.push(difference);
  } else {
    found.same++;
  }
}

function toldBy({ answer, session }: SentSide, prefix: string): ToldRoute[] {
  return answer.items
    .filter(item => item.prefix === prefix)
    .map(item => tellSent(item, session));
}

/** What keeps the one route from being judged: a sentence. */
function doubtOf(
  { router }: SentSide,
  told: ToldRoute[],
  neighbor: string,
  prefix: string,
): string | undefined {
  if (told.length > 1) {
    return `${router} tells ${neighbor} of ${told.length} paths to ${prefix}, which are not held against each other.`;
  }
  const doubt = told[0]?.doubt;
  return (
    doubt && `${router} does not say of ${prefix} to ${neighbor} ${doubt}.`
  );
}

function differenceOf(
  prefix: string,
  from: ToldRoute | undefined,
  to: ToldRoute | undefined,
): SentDifference | undefined {
  if (!from || !to) {
    return { prefix, class: from ? 'only-from' : 'only-to', values: [] };
  }
  const values = compareTold(from, to);
  return values.length > 0 ? { prefix, class: 'different', values } : undefined;
}
