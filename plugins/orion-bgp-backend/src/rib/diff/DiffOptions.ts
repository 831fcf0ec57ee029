import { PrefixKey } from '../table/PrefixKey';
import { DiffField } from './diffFields';
import { NormalisationName } from './normalisations';

/** Which routes of two tables are compared. */
export type DiffScope =
  /** What neighbors sent, refused routes too. */
  | 'received'
  | 'accepted'
  | 'best'
  /** What goes out to one neighbor, see `exportedTo`. */
  | 'exported';

/** What became of a route. */
export type DiffClass = 'only-a' | 'only-b' | 'different';

/** How two tables are compared; plain data. */
export interface DiffOptions {
  scope: DiffScope;
  /** The same neighbor as each router names it; for `exported`. */
  exportedTo?: { a: string; b: string };
  /**
   * Names of the same neighbors on both sides; when given only what came over
   * these is compared, each with its own. Empty names are the routers' own routes.
   * One that stands in several pairs carries what came over all their others.
   */
  sessions?: { a: string; b: string }[];
  /** Only what another AS announced: our own has no AS path, inside either. */
  foreign?: boolean;
  family?: 4 | 6;
  /** The default is `defaultNormalisations`. */
  ignore?: NormalisationName[];
  /** Examples to give. */
  limit: number;
  /** Give those behind this prefix. */
  after?: PrefixKey;
  /** Give only those of a class, or with one of these fields. */
  classes?: DiffClass[];
  fields?: DiffField[];
}
