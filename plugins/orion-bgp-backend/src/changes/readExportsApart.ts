import {
  NeighborRelation,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { RouteSource, RouterReading } from '../routes/RouteSource';
import { relationOf } from '../services/neighborRelations';
import { ActionsConfig } from './readActionsConfig';
import { externalSessions, readExports } from './readExports';

/** Of what is not ours, that are named. */
const EXAMPLES = 3;

/** What a session announces. */
export interface ExportsApart {
  /** See {@link readOwnExports}. */
  own: string[];
  /** What another external neighbor gave: to a transit or a peer, a leak. */
  foreign: ForeignExports;
}

export interface ForeignExports {
  count: number;
  /** The first of them. */
  examples: string[];
  /**
   * Of these, what no network passes on: from a provider or a peer, to one
   * (RFC 7908 §3); as far as is known what the neighbors are.
   */
  leaked: { count: number; examples: string[] };
}

/** Where nothing goes out. */
export const NO_FOREIGN: ForeignExports = {
  count: 0,
  examples: [],
  leaked: { count: 0, examples: [] },
};

/** Both, of a session in whatever state; where it is not up nothing goes out, foreign or not. */
export async function readAnnounced(
  config: Pick<ActionsConfig, 'relations'>,
  source: RouteSource,
  reading: RouterReading,
  { name, state }: Pick<SessionReading, 'name' | 'state'>,
  signal: AbortSignal,
): Promise<{ own: string[]; foreign?: ForeignExports }> {
  return state === 'established'
    ? readExportsApart(config, source, reading, name, signal)
    : { own: [] };
}

/** Both, of one reading. */
export async function readExportsApart(
  { relations }: Pick<ActionsConfig, 'relations'>,
  source: RouteSource,
  reading: RouterReading,
  session: string,
  signal: AbortSignal,
): Promise<ExportsApart> {
  const external = new Map(
    externalSessions(reading).map(one => [
      one.name,
      isAboveOrBeside(relationOf(one, relations)),
    ]),
  );
  const foreign: ForeignExports = {
    count: 0,
    examples: [],
    leaked: { count: 0, examples: [] },
  };
  const note = (list: ForeignExports['leaked'], prefixOf: () => string) => {
    list.count++;
    if (list.examples.length < EXAMPLES) {
      list.examples.push(prefixOf());
    }
  };
  const own = await readExports(source, session, signal, (from, prefixOf) => {
    if (from === undefined || !external.has(from)) {
      return true;
    }
    note(foreign, prefixOf);
    if (external.get(from) && external.get(session)) {
      note(foreign.leaked, prefixOf);
    }
    return false;
  });
  return { own, foreign };
}

/** Whoever gets routes of own and of customers alone. */
function isAboveOrBeside(relation: NeighborRelation | undefined): boolean {
  return (
    relation === 'provider' ||
    relation === 'peer' ||
    relation === 'route-server'
  );
}
