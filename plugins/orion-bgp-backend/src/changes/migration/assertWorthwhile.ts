import { ConflictError } from '@backstage/errors';
import { MigrationSight } from './lookMigration';
import { MigrationInput } from './migrationInput';

/** @throws ConflictError where there is nothing to move, or not in that direction. */
export function assertWorthwhile(
  back: boolean,
  { from, to }: MigrationInput,
  { pairs }: MigrationSight,
): void {
  for (const { from: session, use } of pairs) {
    if (back && use !== 'moved') {
      throw new ConflictError(
        `Session ${session.name} on ${from} is not switched off: there is nothing to roll back.`,
      );
    }
    if (!back && use === 'moved') {
      throw new ConflictError(
        `Session ${session.name} on ${from} is switched off: its neighbor speaks with ${to} already, or with nobody.`,
      );
    }
    if (!back && session.state !== 'established') {
      throw new ConflictError(
        `Session ${session.name} on ${from} is ${session.state}: only one that is established can be cut over.`,
      );
    }
  }
}
