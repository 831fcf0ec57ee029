import { findGuestLoss } from './findGuestLoss';
import { GuestInventory } from './GuestInventory';
import { GuestLoss } from './GuestLoss';

/**
 * Guests of own prefixes that nobody reaches any more (`only`), or from which nobody is
 * reached (`cut`). Undefined where nobody would be cut off.
 */
export async function findGuestsCutOff(
  inventories: readonly GuestInventory[],
  { only, cut }: { only: readonly string[]; cut: readonly string[] },
  signal: AbortSignal,
): Promise<GuestLoss | undefined> {
  const lost = [...new Set([...only, ...cut])];
  return lost.length > 0
    ? {
        ...(await findGuestLoss(inventories, lost, signal)),
        outward: cut.length > 0,
      }
    : undefined;
}
