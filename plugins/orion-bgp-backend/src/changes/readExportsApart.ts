import {
  NeighborRelation,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { RouteSource, RouterReading } from '../routes/RouteSource';
import { relationOf } from '../services/neighborRelations';
import { ActionsConfig } from './readActionsConfig';
import { ownExportTest } from './ownExportTest';
import { externalSessions, readExports, SortedExports } from './readExports';

/** Of what is not ours, that are named. */
const EXAMPLES = 3;

/** What a session announces. */
export interface ExportsApart {
  /** What begins inside the network, see {@link ownExportTest}. */
  own: string[];
  /** What begins in another one, whoever gave it: to a transit or a peer, a leak. */
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
  /** See {@link SortedExports}: then at least so many. */
  endedBy?: SortedExports['endedBy'];
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
  isEnough?: EnoughForeign,
): Promise<{ own: string[]; foreign?: ForeignExports }> {
  return state === 'established'
    ? readExportsApart(config, source, reading, name, signal, isEnough)
    : { own: [] };
}

/** Asked with each route of another network; no more is read where it is true. */
export type EnoughForeign = (
  found: Pick<ForeignExports, 'count' | 'leaked'>,
) => boolean;

/** Both, of one reading. */
export async function readExportsApart(
  { relations }: Pick<ActionsConfig, 'relations'>,
  source: RouteSource,
  reading: RouterReading,
  session: string,
  signal: AbortSignal,
  isEnough: EnoughForeign = () => false,
): Promise<ExportsApart> {
  const isOwn = ownExportTest(reading, session);
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
  const { own, endedBy } = await readExports(
    source,
    session,
    signal,
    (route, prefixOf) => {
      if (isOwn(route)) {
        return 'own';
      }
      note(foreign, prefixOf);
      // Of what came over another router of the network this one does not know.
      if (external.get(route.from ?? '') && external.get(session)) {
        note(foreign.leaked, prefixOf);
      }
      return isEnough(foreign) ? 'enough' : 'other';
    },
  );
  return { own, foreign: { ...foreign, endedBy } };
}

/** Whoever gets routes of own and of customers alone. */
function isAboveOrBeside(relation: NeighborRelation | undefined): boolean {
  return (
    relation === 'provider' ||
    relation === 'peer' ||
    relation === 'route-server'
  );
}
