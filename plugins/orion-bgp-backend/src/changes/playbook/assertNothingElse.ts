import { ConflictError } from '@backstage/errors';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { liveName } from './config/liveName';
import type { Focus } from './PlaybookKind';
import { WantedSession } from './PlaybookSight';

/**
 * A change of one session must not carry others along that somebody else has
 * meanwhile put into the inventory or NetBox.
 *
 * @throws ConflictError naming them
 */
export function assertNothingElse(
  focus: Focus | undefined,
  wanted: WantedSession[],
  sessions: SessionReading[],
  router: string,
): void {
  if (!focus) {
    return;
  }
  const has = (neighbor: string) =>
    sessions.some(({ neighborAddress }) => neighborAddress === neighbor);
  const comes = wanted
    .filter(
      one =>
        one.enabled &&
        liveName(one.speaker, one) !== focus.session &&
        !has(one.neighbor),
    )
    .map(({ name }) => name);
  const goes = sessions
    .filter(
      ({ name, neighborAddress, type }) =>
        type === 'external' &&
        name !== focus.session &&
        !wanted.some(({ neighbor }) => neighbor === neighborAddress),
    )
    .map(({ name }) => name);
  if (comes.length + goes.length > 0) {
    throw new ConflictError(
      `It would also change other sessions of ${router}: ${[
        ...comes.map(name => `${name} comes`),
        ...goes.map(name => `${name} goes`),
      ].join(
        ', ',
      )}. Configure the router first, so that each change is its own.`,
    );
  }
}
