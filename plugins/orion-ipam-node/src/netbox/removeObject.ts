import type { NetboxClient } from '../NetboxClient';
import { NetboxError } from '../NetboxError';
import { reach } from './settle';

/** Deletes an object and returns when NetBox no longer shows it. */
export async function removeObject(
  options: {
    client: NetboxClient;
    path: string;
    message?: string;
    /** Reads the object; throws when it must not be deleted. */
    find: () => Promise<unknown>;
  },
  signal: AbortSignal,
): Promise<void> {
  const { client, path, message, find } = options;
  await reach(
    {
      what: `the deletion of ${path}`,
      look: async () => ((await find()) === undefined ? true : undefined),
      write: async () => {
        try {
          await client.delete(
            path,
            message ? { changelog_message: message } : undefined,
            signal,
          );
        } catch (error) {
          if (!NetboxError.hasStatus(error, 404)) {
            throw error;
          }
        }
      },
    },
    signal,
  );
}
