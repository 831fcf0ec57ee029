import { AspaState, RpkiState } from '@orion/backstage-plugin-orion-bgp-common';
import { PathOrigin } from '../../routes/RouteSource';

/** The byte of a row that holds what is not a flag: RPKI in bits 0-2, origin in 3-5, ASPA in 6-7. */
export const RowMeta = {
  rpkiMask: 0b011,
  /** Of an invalid route: a VRP names the origin AS, the prefix is too long. */
  rpkiByLength: 0b100,
  rpkiBits: 0b111,
  originShift: 3,
  /** 0 for what nobody sent, or was never judged. */
  aspaMask: 0b1100_0000,
  aspaShift: 6,
} as const;

const rpkiStates: RpkiState[] = ['unknown', 'valid', 'invalid', 'not-found'];
export const aspaStates: AspaState[] = ['unknown', 'valid', 'invalid'];
const origins: PathOrigin[] = [
  'bgp',
  'static',
  'kernel',
  'direct',
  'ospf',
  'other',
];

/** The two lower bits of a state. */
export function rpkiCode(state: RpkiState): number {
  return rpkiStates.indexOf(state);
}

/** What the two lower bits say. */
export function rpkiState(meta: number): RpkiState {
  return rpkiStates[meta & RowMeta.rpkiMask];
}

/** Why an invalid route is; undefined of any other. */
export function rpkiReason(meta: number): 'length' | 'origin' | undefined {
  if (rpkiState(meta) !== 'invalid') {
    return undefined;
  }
  return (meta & RowMeta.rpkiByLength) !== 0 ? 'length' : 'origin';
}

/** The bits of a row with this verdict. */
export function aspaBits(state: AspaState): number {
  return (1 + aspaStates.indexOf(state)) << RowMeta.aspaShift;
}

/** The byte of a row that was not validated yet. */
export function originMeta(origin: PathOrigin): number {
  return Math.max(0, origins.indexOf(origin)) << RowMeta.originShift;
}

/** Where the path comes from. */
export function originOf(meta: number): PathOrigin {
  return origins[(meta & ~RowMeta.aspaMask) >> RowMeta.originShift] ?? 'other';
}
