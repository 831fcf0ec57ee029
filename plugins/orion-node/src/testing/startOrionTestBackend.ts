/* eslint-disable no-restricted-imports -- the one place that may: it brings a database */
import {
  startTestBackend,
  TestBackend,
  TestBackendOptions,
} from '@backstage/backend-test-utils';
import { startTestDatabase, TestDatabase } from './testDatabase';

/** Those of `startTestBackend`, and the database. @public */
export type OrionTestBackendOptions<TExtensionPoints extends any[]> =
  TestBackendOptions<TExtensionPoints> & {
    /** Shared by several backends, as by replicas. Default: one of its own, dropped at `stop`. */
    database?: TestDatabase;
  };

/**
 * `startTestBackend` on PostgreSQL, which by itself falls back to SQLite.
 *
 * @public
 */
export async function startOrionTestBackend<TExtensionPoints extends any[]>(
  options: OrionTestBackendOptions<TExtensionPoints>,
): Promise<TestBackend> {
  const { database: given, features = [], ...rest } = options;
  const own = given ? undefined : await startTestDatabase();
  const database = (given ?? own)!;
  try {
    const backend = await startTestBackend({
      ...rest,
      features: [database.feature(), ...features],
    } as TestBackendOptions<TExtensionPoints>);
    const stop = backend.stop.bind(backend);
    return Object.assign(backend, {
      async stop() {
        await stop();
        await own?.stop();
      },
    });
  } catch (error) {
    await own?.stop();
    throw error;
  }
}
