export { BgpWorld } from './BgpWorld';
export type { Announcement, BgpWorldOptions } from './BgpWorld';
export { applyExportSets } from './applyExportSets';
export { gobgpLimits } from './gobgpLimits';
export { gw1Seed, noStats } from './seed';
export type {
  AsPathElement,
  BgpAttributes,
  BgpChannel,
  BgpFamily,
  BgpOffer,
  BgpSession,
  BgpWorldState,
  ExportSets,
  OtherProtocol,
  OwnRoute,
  TablePath,
} from './types';
