import { GobgpClient } from '../GobgpClient';
import { GobgpDefinedSet, GobgpPolicyAssignment } from '../gobgpMessages';

/** Everything a GoBGP decides by about what comes in, or what goes out. */
export interface GobgpPolicy {
  generation: 3 | 4;
  assignment?: GobgpPolicyAssignment;
  prefixes: GobgpDefinedSet[];
  neighbors: GobgpDefinedSet[];
}

/** Reads the policy of the global table. @throws RouteSourceError */
export async function readPolicy(
  client: GobgpClient,
  direction: 'import' | 'export',
  signal: AbortSignal,
): Promise<GobgpPolicy> {
  const { generation } = await client.api(signal);
  return {
    generation,
    assignment: await client.policyAssignment(direction, signal),
    prefixes: await client.definedSets('DEFINED_TYPE_PREFIX', signal),
    neighbors: await client.definedSets('DEFINED_TYPE_NEIGHBOR', signal),
  };
}
