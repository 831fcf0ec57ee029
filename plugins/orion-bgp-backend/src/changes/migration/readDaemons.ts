import { JsonObject } from '@backstage/types';
import { daemonOf } from '../../services/gates/daemonsOf';
import { findRouter, readNow, SessionDeps } from '../SessionTools';
import { MigrationInput } from './migrationInput';

/**
 * Which daemons run on both routers now, for the facts of a change: what they show
 * is theirs, and not that of the next ones.
 *
 * @throws ServiceUnavailableError
 */
export async function readDaemons(
  deps: SessionDeps,
  { from, to }: Pick<MigrationInput, 'from' | 'to'>,
  signal: AbortSignal,
): Promise<{ from: JsonObject; to: JsonObject }> {
  const [here, there] = await Promise.all(
    [from, to].map(async id => {
      const router = findRouter(deps, { router: id });
      const { identity } = await readNow(router, signal);
      return daemonOf(identity) as JsonObject;
    }),
  );
  return { from: here, to: there };
}
