import {
  NeighborRelation,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { firstOtherAs } from '../attributes/firstOtherAs';
import {
  ExportRecord,
  RouteSource,
  RouterReading,
} from '../routes/RouteSource';
import { relationOf } from '../services/neighborRelations';
import { ActionsConfig } from './readActionsConfig';
import { ownAses, ownExportTest } from './ownExportTest';
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
  /** Of these, what is not known to come from a customer, whose routes go to everybody. */
  beside: RouteTally;
  /**
   * Of these, what no network passes on: from a provider or a peer, to one
   * (RFC 7908 §3); as far as is known what the neighbors are.
   */
  leaked: LeakTally;
  /** See {@link SortedExports}: then at least so many. */
  endedBy?: SortedExports['endedBy'];
}

/** How many, and the first of them. */
export interface RouteTally {
  count: number;
  examples: string[];
}

/** And the sessions these came over, inside ones too; "" where nobody says. */
export interface LeakTally extends RouteTally {
  from: string[];
}

const NOTHING: RouteTally = { count: 0, examples: [] };

/** Where nothing goes out. */
export const NO_FOREIGN: ForeignExports = {
  ...NOTHING,
  beside: NOTHING,
  leaked: { ...NOTHING, from: [] },
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
  found: Pick<ForeignExports, 'count' | 'beside' | 'leaked'>,
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
  const relationFrom = whoGave(reading, session, relations);
  const to = externalSessions(reading).find(({ name }) => name === session);
  const mayNotPassOn =
    to !== undefined && isAboveOrBeside(relationOf(to, relations));
  const tally = (): RouteTally => ({ count: 0, examples: [] });
  const givers = new Set<string>();
  const foreign = {
    ...tally(),
    beside: tally(),
    leaked: { ...tally(), from: [] as string[] },
  };
  const note = (list: RouteTally, prefixOf: () => string) => {
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
      const relation = relationFrom(route);
      if (!isBelow(relation)) {
        note(foreign.beside, prefixOf);
      }
      if (mayNotPassOn && isAboveOrBeside(relation)) {
        note(foreign.leaked, prefixOf);
        givers.add(route.from ?? '');
      }
      return isEnough(foreign) ? 'enough' : 'other';
    },
  );
  const leaked = { ...foreign.leaked, from: [...givers].sort() };
  return { own, foreign: { ...foreign, leaked, endedBy } };
}

/**
 * What the network is that a route came from: of one heard outside its session's
 * neighbor, of one heard inside the first network of its path. Where the daemon names
 * the last one alone, that is one of a customer where it is a customer itself.
 */
function whoGave(
  reading: RouterReading,
  session: string,
  relations: ActionsConfig['relations'],
): (route: ExportRecord) => NeighborRelation | undefined {
  const own = ownAses(reading, session);
  const external = new Map(
    externalSessions(reading).map(one => [one.name, one]),
  );
  return ({ attributes, from = '', originAs }) => {
    const neighbor = external.get(from);
    if (neighbor) {
      return relationOf(neighbor, relations);
    }
    if (attributes) {
      const asn = firstOtherAs(attributes, own);
      return asn === undefined ? undefined : relations.get(asn);
    }
    const last = relations.get(originAs ?? 0);
    return isBelow(last) ? last : undefined;
  };
}

/** To whom everything goes, and whose routes go to everybody (RFC 7908 §3). */
export const BELOW: readonly (NeighborRelation | undefined)[] = [
  'customer',
  'route-server-client',
];

/** Whether the neighbor is one of {@link BELOW}. */
export function isBelow(relation: NeighborRelation | undefined): boolean {
  return BELOW.includes(relation);
}

/** Whoever gets routes of own and of customers alone. */
export function isAboveOrBeside(
  relation: NeighborRelation | undefined,
): boolean {
  return (
    relation === 'provider' ||
    relation === 'peer' ||
    relation === 'route-server'
  );
}
