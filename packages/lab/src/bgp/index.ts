export { BgpWorld } from './BgpWorld';
export type { Announcement, BgpWorldOptions } from './BgpWorld';
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
  OtherProtocol,
  OwnRoute,
  TablePath,
} from './types';
