import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';
import { Reverted } from '../actor/Verdict';
import { connectingOf } from '../comingBack';
import { findRouter, readNow } from '../SessionTools';
import { CrossingDirection } from './crossing/crossingSteps';
import { MigrationDeps } from './lookMigration';
import { MigrationInput } from './migrationInput';
import { PlannedPair } from './plannedPairs';

/** What a router that answers nothing for this long is: gone. */
const SILENT_MS = 60_000;

type Side = 'from' | 'to';

/** What the way back did, as far as it was one. */
interface Undone {
  reverted?: Reverted;
  /** Something went out that must not, which silences who was silent before. */
  leaked: boolean;
}

/** How the sessions stand, against before the first step. */
export interface BeforeSight {
  /** Every session is switched as the way back left it, as far as it could be asked. */
  isAsBefore: boolean;
  /** Those that are to speak, are switched on and do not yet, as "he_v6 on gw1 (active)". */
  connecting: string[];
  /** The router that nobody waits for any more. */
  unasked?: UnaskedRouter;
  /**
   * Sessions that are switched on, as "he_v6 on gw1"; absent unless each neighbor
   * has one and no other, by the word of both routers.
   */
  speaking?: string[];
}

export interface UnaskedRouter {
  router: string;
  /** Sessions of the crossing. */
  sessions: string[];
}

/**
 * Reads both routers. Once the way back has told that it is done, the one that is to
 * speak now is enough, be it who spoke before or who does instead: a router that is
 * dead must not keep all others from being touched.
 *
 * @throws ServiceUnavailableError where a router does not answer that has to
 */
export async function lookBefore(
  deps: MigrationDeps,
  {
    change,
    facts,
    signal,
  }: Pick<ChangeContext<any>, 'change' | 'facts' | 'signal'>,
  direction: CrossingDirection,
  { reverted, leaked }: Undone,
): Promise<BeforeSight> {
  const input: MigrationInput = change.input;
  const pairs = facts.pairs as unknown as PlannedPair[];
  // Whoever was switched off before a way back stays so, whatever becomes of it.
  const staysOff = ({ toWasOff }: PlannedPair) =>
    direction === 'back' && toWasOff;
  const [speaks, other]: [Side, Side] =
    direction === 'back' && !pairs.every(staysOff)
      ? ['to', 'from']
      : ['from', 'to'];
  const isTakenBack = Boolean(reverted ?? facts.undone ?? facts.guardsOver);
  const read = (side: Side) =>
    readNow(findRouter(deps, { router: input[side] }), signal);
  const [speaker, silent] = await Promise.allSettled([
    read(speaks),
    read(other),
  ]);
  const readings = {
    [speaks]: settledOf(speaker),
    [other]: settledOf(silent),
  };
  const sessionOf = (side: Side, pair: PlannedPair) =>
    readings[side]?.sessions.find(({ name }) => name === pair[side]);
  const stateOf = (side: Side, pair: PlannedPair) =>
    sessionOf(side, pair)?.adminState;
  const left = (reverted?.left ?? []).map(({ session }) => session);
  const instead = (reverted?.instead ?? []).map(({ session }) => session);
  const shallBe = (side: Side, pair: PlannedPair) => {
    if (staysOff(pair)) {
      if (side === 'from' && !leaked && left.includes(pair.from)) {
        // Its router is back, and has it as it starts with it.
        return undefined;
      }
      return side === 'from' && isTakenBack && !leaked ? 'up' : 'down';
    }
    const isReplaced = instead.includes(pair[other]);
    const staysOn = direction !== 'back' && pair.use === 'both';
    const isOn = side === speaks ? !isReplaced : isReplaced || staysOn;
    return isOn ? 'up' : 'down';
  };
  const isAsLeft = (side: Side) =>
    pairs.every(pair =>
      [undefined, stateOf(side, pair)].includes(shallBe(side, pair)),
    );
  const connecting = pairs.flatMap(pair =>
    [speaks, other].flatMap(side =>
      shallBe(side, pair) === 'up'
        ? connectingOf(sessionOf(side, pair), input[side])
        : [],
    ),
  );
  const without = (side: Side): BeforeSight => ({
    ...{ isAsBefore: true, connecting },
    unasked: { router: input[side], sessions: pairs.map(pair => pair[side]) },
  });
  if (speaker.status === 'rejected') {
    // Dead, and another one speaks in its place, or nobody did before.
    const isMissed = instead.length === 0 && !pairs.every(staysOff);
    if (isMissed || !isAsLeft(other) || !isGone(speaker.reason, reverted)) {
      throw speaker.reason;
    }
    return without(speaks);
  }
  if (silent.status === 'rejected') {
    if (!isAsLeft(speaks) || !isGone(silent.reason, reverted)) {
      throw silent.reason;
    }
    return without(other);
  }
  const ups = pairs.map(pair =>
    [speaks, other]
      .filter(side => stateOf(side, pair) === 'up')
      .map(side => `${pair[side]} on ${input[side]}`),
  );
  return {
    ...{ isAsBefore: isAsLeft(speaks) && isAsLeft(other), connecting },
    ...(ups.every(({ length }) => length === 1) && { speaking: ups.flat() }),
  };
}

function settledOf<T>(result: PromiseSettledResult<T>): T | undefined {
  return result.status === 'fulfilled' ? result.value : undefined;
}

/** One that says nothing for a moment is asked again. */
function isGone(problem: unknown, reverted: Reverted | undefined): boolean {
  return (
    problem instanceof Error &&
    problem.name === 'ServiceUnavailableError' &&
    reverted?.left !== undefined &&
    Date.now() - Date.parse(reverted.at) > SILENT_MS
  );
}
