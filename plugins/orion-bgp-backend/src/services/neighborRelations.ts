import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  NeighborRelation,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { SessionRow } from '../database/tables';
import type { NeighborFacts } from '../rib/answer/NeighborFacts';

const RELATIONS: readonly NeighborRelation[] = [
  'provider',
  'customer',
  'peer',
  'route-server',
  'route-server-client',
];

/** Our role (RFC 9234), and what the neighbor is to us then. */
const byLocalRole: Record<string, { remote: string; is: NeighborRelation }> = {
  customer: { remote: 'provider', is: 'provider' },
  provider: { remote: 'customer', is: 'customer' },
  peer: { remote: 'peer', is: 'peer' },
  rs_client: { remote: 'rs_server', is: 'route-server' },
  rs_server: { remote: 'rs_client', is: 'route-server-client' },
};

/** Reads `orion.bgp.relations`, by AS number. Throws `InputError` naming the key. */
export function readRelations(root: Config): Map<number, NeighborRelation> {
  const key = 'orion.bgp.relations';
  const config = root.getOptionalConfig(key);
  return new Map(
    (config?.keys() ?? []).map(name => {
      const [, asn] = /^AS(\d{1,10})$/.exec(name) ?? [];
      if (!asn || Number(asn) < 1 || Number(asn) > 4_294_967_295) {
        throw new InputError(`${key}.${name}: write AS and a number, AS64500`);
      }
      const relation = config!.getString(name) as NeighborRelation;
      if (!RELATIONS.includes(relation)) {
        throw new InputError(
          `${key}.${name}: "${relation}" is none of ${RELATIONS.join(', ')}`,
        );
      }
      return [Number(asn), relation];
    }),
  );
}

/**
 * What each session's neighbor is to us, by router and session: as both ends
 * negotiated it, else as the configuration says.
 */
export function neighborFacts(
  rows: Pick<SessionRow, 'router' | 'name' | 'reading'>[],
  configured: ReadonlyMap<number, NeighborRelation>,
): NeighborFacts {
  const facts: NeighborFacts = {};
  for (const { router, name, reading } of rows) {
    const { neighborAs, type } = reading;
    (facts[router] ??= {})[name] = {
      asn: neighborAs,
      internal: type === 'internal',
      relation: relationOf(reading, configured),
    };
  }
  return facts;
}

/** What a session's neighbor is to us, as {@link neighborFacts} has it. */
export function relationOf(
  { neighborAs, role }: Pick<SessionReading, 'neighborAs' | 'role'>,
  configured: ReadonlyMap<number, NeighborRelation>,
): NeighborRelation | undefined {
  return negotiated(role) ?? configured.get(neighborAs);
}

function negotiated(
  role: { local?: string; remote?: string } | undefined,
): NeighborRelation | undefined {
  const found = byLocalRole[role?.local ?? ''];
  return found && found.remote === role?.remote ? found.is : undefined;
}
