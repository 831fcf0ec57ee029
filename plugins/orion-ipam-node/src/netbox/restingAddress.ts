/*
 * An address that was in use rests before somebody else gets it: neighbours and
 * resolvers remember it for minutes. NetBox's own allocation skips whatever
 * exists, so a resting address simply stays, deprecated and on no interface,
 * and a sweep deletes it when its time is over. The time stands in the field
 * that tied it to its change: nothing is kept elsewhere, so no crash between
 * the two steps can lose it or free it early.
 */
import { ConflictError } from '@backstage/errors';
import type { NetboxClient } from '../NetboxClient';
import type { NetboxAddress } from '../netboxTypes';
import { CHANGE_FIELD } from './changeField';
import { findObject } from './findObject';
import { changeIdOf } from './mapObjects';
import { removeObject } from './removeObject';
import { reach } from './settle';

const PATH = 'ipam/ip-addresses/';
const MARKER = /^rest:(.{1,36}):(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/;

/** Takes an address out of use until `until`; fine when it rests or is gone. */
export async function restAddress(
  client: NetboxClient,
  input: { addressId: number; changeId: string; until: Date },
  signal: AbortSignal,
): Promise<void> {
  const { addressId, changeId } = input;
  const path = `${PATH}${addressId}/`;
  const until = `${input.until.toISOString().slice(0, 19)}Z`;
  await reach(
    {
      what: `the rest of address ${addressId}`,
      look: async () => {
        const raw = await findObject<NetboxAddress>(client, path, signal);
        if (!raw || restOf(raw)?.changeId === changeId) {
          return true;
        }
        if (changeIdOf(raw) !== changeId) {
          throw new ConflictError(
            `address ${raw.address} belongs to change ${
              changeIdOf(raw) ?? '(none)'
            }, not to ${changeId}`,
          );
        }
        return undefined;
      },
      write: () =>
        client.patch(
          path,
          {
            status: 'deprecated',
            assigned_object_type: null,
            assigned_object_id: null,
            dns_name: '',
            description: `Freed by ORION change ${changeId}, rests until ${until}`,
            custom_fields: { [CHANGE_FIELD]: `rest:${changeId}:${until}` },
            changelog_message: `ORION change ${changeId}`,
          },
          signal,
        ),
    },
    signal,
  );
}

/** Deletes the addresses whose rest is over; returns what was freed and how many still rest. */
export async function sweepRestingAddresses(
  client: NetboxClient,
  now: Date,
  signal: AbortSignal,
): Promise<{ freed: string[]; resting: number }> {
  const deprecated = await client.list<NetboxAddress>(
    PATH,
    { status: 'deprecated' },
    signal,
  );
  const resting = deprecated.filter(raw => restOf(raw) !== undefined);
  const over = resting.filter(raw => restOf(raw)!.until <= now);
  for (const { id } of over) {
    await removeRested(client, id, now, signal);
  }
  return {
    freed: over.map(({ address }) => address),
    resting: resting.length - over.length,
  };
}

/** Looks once more right before: a person may have taken the address meanwhile. */
async function removeRested(
  client: NetboxClient,
  id: number,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const path = `${PATH}${id}/`;
  await removeObject(
    {
      client,
      path,
      message: 'ORION: its rest is over',
      find: async () => {
        const raw = await findObject<NetboxAddress>(client, path, signal);
        const rest = raw && restOf(raw);
        return rest && rest.until <= now ? raw : undefined;
      },
    },
    signal,
  );
}

/** The rest an address takes; undefined when it is anything but at rest. */
function restOf(
  raw: NetboxAddress,
): { changeId: string; until: Date } | undefined {
  const found = MARKER.exec(changeIdOf(raw) ?? '');
  return found && raw.status.value === 'deprecated' && !raw.assigned_object_id
    ? { changeId: found[1], until: new Date(found[2]) }
    : undefined;
}
