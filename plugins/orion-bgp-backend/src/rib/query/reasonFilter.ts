import { PathFlag } from '../../routes/RouteSource';
import { CommunityDictionary } from '../answer/CommunityDictionary';
import { AttributePool } from '../pool/AttributePool';
import { BitSet } from '../pool/BitSet';
import { WorkBudget } from '../pool/WorkBudget';
import { RowMeta, rpkiCode } from '../table/RowMeta';
import { ReasonKind } from './RouteQuery';

/** What a row must be to have been refused for a reason of a kind. */
export interface ReasonFilter {
  communities: BitSet;
  flags: MaskedByte;
  meta: MaskedByte;
  /** What RPKI calls invalid does not fit. */
  notInvalid: boolean;
}

/** Bits of a byte that must be as in `value`. */
export interface MaskedByte {
  mask: number;
  value: number;
}

const INVALID = rpkiCode('invalid');
const anything: MaskedByte = { mask: 0, value: 0 };
const byRpki: Partial<Record<ReasonKind, MaskedByte>> = {
  'rpki-length': {
    mask: RowMeta.rpkiBits,
    value: INVALID | RowMeta.rpkiByLength,
  },
  'rpki-origin': { mask: RowMeta.rpkiBits, value: INVALID },
};

/**
 * The dictionary is asked once for each community of the pool: which sets have one
 * that says why. Every refused row is of one kind, the one `findReasons` tells.
 *
 * @throws SearchTooCostlyError
 */
export function reasonFilter(
  pool: AttributePool,
  kind: ReasonKind,
  dictionary: CommunityDictionary,
  budget: WorkBudget,
): ReasonFilter {
  const telling = pool.communities.withText(
    text => dictionary.findReason(text) !== undefined,
    budget,
  );
  return {
    communities: kind === 'community' ? telling : telling.invert(),
    flags: { mask: PathFlag.filtered, value: PathFlag.filtered },
    meta: byRpki[kind] ?? anything,
    notInvalid: kind === 'none',
  };
}
