import { createHash } from 'node:crypto';
import { JsonObject } from '@backstage/types';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { KindPlan } from '@orion/backstage-plugin-orion-changes-node';
import { GuestLoss, guestLines } from '../guests/GuestLoss';
import { onlyHere } from '../planSession';
import { CrossingStep } from './crossing/CrossingOrder';
import { CrossingPlan } from './crossing/crossingSteps';
import { MigrationSight } from './lookMigration';
import { MigrationInput } from './migrationInput';
import { PairSight } from './readPairs';
import { placesLost } from '../lastPath/recheckLosses';

/** The plan people read: what is lost for a moment, each step, and what was proven before. */
export function planMigration(
  input: MigrationInput,
  sight: MigrationSight,
  { steps }: CrossingPlan,
  guards: PlanLine[],
  guests?: GuestLoss,
): KindPlan {
  const lines: PlanLine[] = [
    ...sight.losses.flatMap(outageLines),
    ...(guests ? guestLines(guests).map(meanwhile) : []),
    ...steps.map(
      (step, index): PlanLine => ({
        action: 'change',
        address: `step.${index + 1}`,
        title: `${index + 1}. ${step.verb} ${step.session} on ${step.router}`,
        detail: untilText(step),
        attributes: [],
      }),
    ),
    ...guards,
    ...sight.pairs.map(pair => announcementLine(input, pair)),
    ...gateLines(sight),
    ...noteLines(sight),
  ];
  const count = (wanted: PlanLine['action']) =>
    lines.filter(line => line.action === wanted).length;
  return {
    lines,
    counts: {
      add: 0,
      change: count('change'),
      replace: 0,
      destroy: count('destroy'),
      reboot: 0,
    },
    pins: {},
    fingerprint: { ...fingerprintOf(sight), guests: guests?.names ?? null },
    // What is lost comes back with the new session, or with the old one: approved by its line.
    blastRadius: [],
  };
}

function untilText({ sends, until }: CrossingStep): string {
  const proofs = [
    until === 'down' ? 'is proven down' : 'is established',
    until === 'carries' && 'brings as many routes as came in before',
    sends && 'announces what went out before, and no more of other networks',
  ].filter(Boolean);
  return `until it ${proofs.join(', ')}`;
}

/** Own prefixes that nobody announces until the new session is up, each once, sorted. */
export function unreached({
  losses,
}: Pick<MigrationSight, 'losses'>): string[] {
  return [...new Set(losses.flatMap(onlyHere))].sort();
}

/** What comes back with the new session. */
function meanwhile(line: PlanLine): PlanLine {
  return line.action === 'destroy'
    ? { ...line, title: `${line.title}, until the new session is up` }
    : line;
}

/** Nothing of it may be another one when it is applied. */
export function fingerprintOf({ pairs, gates }: MigrationSight): JsonObject {
  return {
    pairs: pairs.map(({ address, use, from, to, exports }) => ({
      address,
      use,
      from: from.name,
      to: to.name,
      // Whoever switches off what has moved does not want it on after a way back.
      ...(use === 'moved' && { toIsOff: to.adminState === 'down' }),
      exports: createHash('sha256')
        .update(JSON.stringify(exports))
        .digest('hex'),
    })),
    gates: gates.map(({ id, state }) => `${id} ${state}`),
  };
}

function outageLines(facts: MigrationSight['losses'][number]): PlanLine[] {
  const { router, session, families } = facts;
  const only = onlyHere(facts);
  const places = placesLost(facts);
  const lost = families.reduce((sum, family) => sum + family.lost, 0);
  return [
    {
      action: 'destroy',
      address: `outage.${router}/${session}`,
      title: `no session with the neighbor of ${session} until the new one is up`,
      detail: `${lost} prefixes have no other path meanwhile, and ${
        only.length
      } of our own ${only.length === 1 ? 'is' : 'are'} announced nowhere else${
        only.length > 0 ? `: ${only.join(', ')}` : ''
      }${
        places.length > 0
          ? `; over it ${places.length === 1 ? 'goes' : 'go'} ${places.join(
              ', ',
            )}`
          : ''
      }`,
      attributes: [],
    },
  ];
}

function announcementLine(
  { from, to }: MigrationInput,
  { address, exports, use }: PairSight,
): PlanLine {
  const [giver, taker] = use === 'moved' ? [to, from] : [from, to];
  const prefixes = use === 'moved' ? exports.to : exports.from;
  const line = {
    action: 'change' as const,
    address: `announcements.${address}`,
  };
  if (!prefixes) {
    return {
      ...line,
      title: `own prefixes to ${address}: by nobody -> by ${taker}`,
      detail: `${giver} does not speak with it, so nothing is there to compare with`,
      attributes: [],
    };
  }
  return {
    ...line,
    title: `${prefixes.length} own prefixes to ${address}: by ${giver} -> by ${taker}`,
    detail: prefixes.slice(0, 10).join(', '),
    attributes: [],
  };
}

function gateLines({ gates }: MigrationSight): PlanLine[] {
  const good = gates.filter(({ state }) => state === 'passed');
  return gates.length === 0
    ? []
    : [
        {
          action: 'keep',
          address: 'gates',
          title: `${good.length} of ${gates.length} gates pass`,
          detail: gates
            .map(({ id, inputs }) => {
              const sets = inputs.map(({ name, rows }) => `${name} ${rows}`);
              return sets.length > 0 ? `${id} (${sets.join(', ')})` : id;
            })
            .join('; '),
          attributes: [],
        },
      ];
}

/** So that nobody believes more was judged. */
function noteLines({ notes }: MigrationSight): PlanLine[] {
  return notes.length === 0
    ? []
    : [
        {
          action: 'keep',
          address: 'notes',
          title: 'what could not be judged',
          detail: notes.join('; '),
          attributes: [],
        },
      ];
}
