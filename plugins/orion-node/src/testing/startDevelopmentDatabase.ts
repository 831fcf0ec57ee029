import { startTestDatabase } from './testDatabase';

/** A PostgreSQL server for a backend in development. @public */
export interface DevelopmentDatabase {
  /** `ORION_DATABASE_URL`, for the configuration file to name. */
  environment: { ORION_DATABASE_URL: string };
}

/**
 * The server of `ORION_DATABASE_URL`, or an embedded one that is empty at every
 * start and ends with this process.
 *
 * @public
 */
export async function startDevelopmentDatabase(): Promise<DevelopmentDatabase> {
  const url = process.env.ORION_DATABASE_URL ?? (await startTestDatabase()).url;
  return { environment: { ORION_DATABASE_URL: url } };
}
