import { FoundRoute } from '../query/searchTables';
import { PrefixKey } from '../table/PrefixKey';
import { DiffField } from './diffFields';
import { DiffClass } from './DiffOptions';
import { NormalisationName } from './normalisations';

/** One difference. */
export interface DiffExample {
  class: DiffClass;
  /** Of `different`. */
  fields: DiffField[];
  a?: FoundRoute;
  b?: FoundRoute;
}

/** Routes by which side has them. */
export interface DiffSides {
  onlyA: number;
  onlyB: number;
  /** In at least one field. */
  different: number;
}

/** Routes counted by what became of them. */
export interface DiffCounts extends DiffSides {
  same: number;
  fields: Record<DiffField, number>;
  /** Routes with a difference that was left out, by why. */
  ignored: { [name in NormalisationName]?: number };
  /** Apart, and in none of the other numbers: they moved while only one side could have them. */
  moved: DiffSides;
  /** So many moved that none was put down to that: they are among the others. */
  tooManyMoved?: number;
}

/** What two tables have and have not in common. */
export interface TableDiff {
  counts: DiffCounts;
  examples: DiffExample[];
  /** More examples are behind this prefix. */
  next?: PrefixKey;
}
