import { compareKeys, PrefixKey } from '../table/PrefixKey';
import { RibTable } from '../table/RibTable';
import { KernelComparison, KernelDifference } from './KernelComparison';
import { KernelTable } from './KernelTable';
import { KernelCompareOptions, KernelPage } from './KernelWalk';
import { walkKernel } from './walkKernel';

/** A page of differences, by prefix, with the numbers of all. */
export interface KernelDifferenceList {
  comparison: KernelComparison;
  items: KernelDifference[];
  /** Of the last one of the page; absent when none is behind it. */
  next?: PrefixKey;
}

/**
 * What `compareKernel` counts, one by one. It is the same pass over everything: the
 * numbers are of the moment of the page.
 */
export function listKernelDifferences(
  table: RibTable,
  kernel: KernelTable,
  options: KernelCompareOptions,
  page: KernelPage,
): KernelDifferenceList {
  const walk = walkKernel(table, kernel, options, page);
  const kept = walk.kept.sort((a, b) => compareKeys(a.key, b.key));
  const shown = kept.slice(0, page.limit);
  return {
    comparison: walk.result,
    items: shown.map(({ difference }) => difference),
    next: kept.length > shown.length ? shown.at(-1)?.key : undefined,
  };
}
