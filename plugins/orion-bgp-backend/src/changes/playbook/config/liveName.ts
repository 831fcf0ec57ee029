import { canonicalAddress } from '../../../routes/addresses';
import { Speaker } from './SpeakerConfig';

/**
 * How a daemon, and so everything ORION reads from it, calls a session that a
 * configuration has: BIRD by its name, GoBGP by the address of the neighbor.
 */
export function liveName(
  driver: Speaker,
  { name, neighbor }: { name: string; neighbor: string },
): string {
  return driver === 'bird' ? name : canonicalAddress(neighbor) ?? neighbor;
}
