import { Roa, roasOf } from '../bgp/roasOf';
import { gw1Seed } from '../bgp/seed';

/** The ROAs of the lab's world. */
export function seedRoas(): Roa[] {
  return roasOf(gw1Seed());
}
