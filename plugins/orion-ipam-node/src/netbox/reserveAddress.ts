/*
 * Reserving an address is step T2 of a saga: PostgreSQL and NetBox share no
 * transaction and NetBox has no idempotency key. The custom field
 * orion_change_id stands in for one:
 *
 *   look -> nothing -> POST -> answer           -> look, release twins, done
 *                           -> refusal (4xx)    -> throw
 *                           -> outcome unknown  -> look until NetBox answers
 *                                -> found       -> release twins, done
 *                                -> nothing, also after a pause -> POST once more
 *
 * NetBox serialises allocations with an advisory lock, so a lost POST that is
 * still waiting commits before the second one and the last look sees both.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type {
  IpamAddress,
  IpamPrefix,
  ReserveAddressInput,
} from '../ipamTypes';
import type { NetboxClient } from '../NetboxClient';
import { NetboxError } from '../NetboxError';
import type { NetboxAddress } from '../netboxTypes';
import { CHANGE_FIELD } from './changeField';
import { checkChangeId, findAddressesByChange } from './findObject';
import { changeIdOf, toAddress } from './mapObjects';
import { findPrefix } from './prefixes';
import { releaseAddress } from './releaseAddress';
import { untilAnswered } from './settle';

const SETTLE_MS = 1_500;
const POSTS = 2;

interface Deps {
  client: NetboxClient;
  /** Throws when NetBox would not keep the change's id. */
  requireChangeField: () => Promise<void>;
}

export async function reserveAddress(
  deps: Deps,
  input: ReserveAddressInput,
  signal: AbortSignal,
): Promise<IpamAddress> {
  const { client } = deps;
  checkChangeId(input.changeId);
  const look = () =>
    untilAnswered(
      () => findAddressesByChange(client, input.changeId, signal),
      signal,
    );
  const known = await look();
  if (known.length > 0) {
    return keepOne(client, known, signal);
  }
  const prefix = await untilAnswered(
    () => findPrefix(client, input.prefixId, signal),
    signal,
  );
  checkPrefix(input.prefixId, prefix);
  await untilAnswered(deps.requireChangeField, signal);
  for (let attempt = 1; ; attempt++) {
    try {
      await post(client, input, signal);
      break;
    } catch (error) {
      if (!NetboxError.isUnknownOutcome(error)) {
        throw error;
      }
      const found = await lookTwice(look, signal);
      if (found.length > 0) {
        return keepOne(client, found, signal);
      }
      if (attempt === POSTS) {
        throw error;
      }
    }
  }
  return keepOne(client, await look(), signal);
}

function checkPrefix(id: number, prefix: IpamPrefix | undefined): void {
  if (!prefix) {
    throw new NotFoundError(`NetBox has no prefix ${id}`);
  }
  if (!prefix.isLeaf) {
    throw new InputError(
      `${prefix.prefix} has prefixes below it; NetBox would offer their addresses, so ORION reserves from leaf prefixes only`,
    );
  }
  if (prefix.status === 'deprecated') {
    throw new InputError(`${prefix.prefix} is deprecated`);
  }
}

async function post(
  client: NetboxClient,
  input: ReserveAddressInput,
  signal: AbortSignal,
): Promise<void> {
  const created = await client.post<NetboxAddress>(
    `ipam/prefixes/${input.prefixId}/available-ips/`,
    {
      status: 'reserved',
      description: input.description,
      ...(input.dnsName && { dns_name: input.dnsName }),
      custom_fields: { [CHANGE_FIELD]: input.changeId },
      changelog_message: `ORION change ${input.changeId}`,
    },
    signal,
  );
  if (changeIdOf(created) !== input.changeId) {
    await releaseAddress(client, { addressId: created.id }, signal);
    throw new ConflictError(
      `NetBox did not keep ${CHANGE_FIELD}; the address was given back`,
    );
  }
}

/** A lost write may still wait for NetBox's lock, so nothing found is checked again. */
async function lookTwice(
  look: () => Promise<NetboxAddress[]>,
  signal: AbortSignal,
): Promise<NetboxAddress[]> {
  const found = await look();
  if (found.length > 0) {
    return found;
  }
  await sleep(SETTLE_MS, undefined, { signal });
  return look();
}

/**
 * Two callers that see the same addresses keep the same one: the one in use,
 * or else the oldest.
 */
async function keepOne(
  client: NetboxClient,
  found: NetboxAddress[],
  signal: AbortSignal,
): Promise<IpamAddress> {
  const addresses = found.map(toAddress).sort((a, b) => a.id - b.id);
  const isSpare = (a: IpamAddress) =>
    a.status === 'reserved' && a.interfaceId === undefined;
  const kept = addresses.find(a => !isSpare(a)) ?? addresses[0];
  if (!kept) {
    throw new ConflictError('NetBox shows no trace of an address it created');
  }
  for (const extra of addresses.filter(a => a !== kept)) {
    if (!isSpare(extra)) {
      throw new ConflictError(
        `${kept.address} and ${extra.address} are both in use for change ${kept.changeId}`,
      );
    }
    await releaseAddress(
      client,
      { addressId: extra.id, changeId: kept.changeId },
      signal,
    );
  }
  return kept;
}
