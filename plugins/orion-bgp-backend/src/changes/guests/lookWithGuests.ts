import { GuestLoss } from './GuestLoss';

/** So old what routers said may be by then. */
const OLD_MS = 2_000;

/**
 * What is lost, and the guests that lose it. An inventory may take longer to answer
 * than what was read of the routers stays true: then they are looked at once more.
 */
export async function lookWithGuests<TSight>(
  look: () => Promise<TSight>,
  findGuests: (sight: TSight) => Promise<GuestLoss | undefined>,
  oldMs = OLD_MS,
): Promise<{ sight: TSight; guests?: GuestLoss }> {
  const sight = await look();
  const began = performance.now();
  const guests = await findGuests(sight);
  return performance.now() - began > oldMs
    ? { sight: await look(), guests }
    : { sight, guests };
}
