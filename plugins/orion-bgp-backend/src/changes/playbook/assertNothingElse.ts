import { ConflictError } from '@backstage/errors';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { liveName } from './config/liveName';
import type { Focus } from './PlaybookKind';
import { SessionConfig, Speaker } from './config/SpeakerConfig';
import { WantedSession } from './PlaybookSight';

/** The router of the change, as it is. */
export interface RouterNow {
  id: string;
  driver: Speaker;
  sessions: SessionReading[];
  /** What the other daemon of the machine is configured to have. */
  ofOther: readonly Pick<SessionConfig, 'neighbor'>[];
}

/**
 * A change of one session must not carry others along that somebody else has
 * meanwhile put into the inventory or NetBox.
 *
 * @throws ConflictError naming them
 */
export function assertNothingElse(
  focus: Focus | undefined,
  wanted: WantedSession[],
  { id, driver, sessions, ofOther }: RouterNow,
): void {
  if (!focus) {
    return;
  }
  // Each daemon has every session, switched off where the other one speaks, but those
  // with what stands in for a neighbor.
  const isHere = ({ stand_in: standsIn, speaker }: WantedSession) =>
    !standsIn || speaker === driver;
  const has = (one: WantedSession) =>
    isHere(one)
      ? sessions.some(({ neighborAddress }) => neighborAddress === one.neighbor)
      : ofOther.some(({ neighbor }) => neighbor === one.neighbor);
  const comes = wanted
    .filter(
      one =>
        one.enabled &&
        liveName(one.speaker, one) !== focus.session &&
        !has(one),
    )
    .map(({ name }) => name);
  const goes = sessions
    .filter(
      ({ name, neighborAddress, type }) =>
        type === 'external' &&
        name !== focus.session &&
        !wanted.some(one => isHere(one) && one.neighbor === neighborAddress),
    )
    .map(({ name }) => name);
  if (comes.length + goes.length > 0) {
    throw new ConflictError(
      `It would also change other sessions of ${id}: ${[
        ...comes.map(name => `${name} comes`),
        ...goes.map(name => `${name} goes`),
      ].join(
        ', ',
      )}. Configure the router first, so that each change is its own.`,
    );
  }
}
