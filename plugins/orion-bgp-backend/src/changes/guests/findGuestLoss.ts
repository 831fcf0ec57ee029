import { isError } from '@backstage/errors';
import { cutText } from '../../cutText';
import { GuestInventory } from './GuestInventory';
import { GuestLoss } from './GuestLoss';

const READ_MS = 20_000;
/** Longer names are somebody's joke, and a plan has an end. */
const MAX_NAME = 100;

/**
 * Guests with addresses in prefixes that would no longer be announced. Never
 * throws for an inventory that does not answer: what is missing, it says.
 */
export async function findGuestLoss(
  inventories: readonly GuestInventory[],
  prefixes: string[],
  signal: AbortSignal,
): Promise<GuestLoss> {
  if (inventories.length === 0) {
    return {
      names: [],
      problems: ['No inventory of guests is connected to ORION.'],
    };
  }
  const limit = AbortSignal.any([signal, AbortSignal.timeout(READ_MS)]);
  const names = new Set<string>();
  const problems: string[] = [];
  await Promise.all(
    inventories.map(async inventory => {
      try {
        const found = await inventory.listGuests(prefixes, limit);
        found.forEach(name => names.add(cutText(name, MAX_NAME)));
      } catch (error) {
        signal.throwIfAborted();
        const reason = isError(error) ? error.message : String(error);
        problems.push(`${inventory.name} was not read: ${reason}`);
      }
    }),
  );
  return { names: [...names].sort(), problems: problems.sort() };
}
