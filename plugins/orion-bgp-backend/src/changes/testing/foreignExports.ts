import { ForeignExports, LeakTally, NO_FOREIGN } from '../readExportsApart';

/** Of so many routes of other networks; by default of nobody's customer, and none a leak. */
export function foreignExports(
  count: number,
  {
    beside = count,
    leaked = NO_FOREIGN.leaked,
    ...more
  }: {
    beside?: number;
    leaked?: LeakTally;
  } & Partial<Pick<ForeignExports, 'endedBy' | 'examples'>> = {},
): ForeignExports {
  const { examples = [] } = more;
  return {
    count,
    examples,
    beside: { count: beside, examples },
    leaked,
    ...more,
  };
}
