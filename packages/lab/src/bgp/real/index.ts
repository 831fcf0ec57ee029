export { describeWithDaemons } from './describeWithDaemons';
export { findDaemon, type RealDaemonName } from './findDaemon';
export { findFreePort } from './findFreePort';
export { RealDaemon } from './RealDaemon';
export { LINK_NETWORKS } from './realNetworkFacts';
export {
  startRealBird,
  type RealBird,
  type RealBirdName,
  type RealBirdOptions,
} from './startRealBird';
export {
  startRealGobgp,
  type RealGobgp,
  type RealGobgpOptions,
} from './startRealGobgp';
export {
  startRealBgpPair,
  type RealBgpPair,
  type RealBgpPairOptions,
} from './startRealBgpPair';
export { startForcedSshd, type ForcedCommand } from './startForcedSshd';
export type { RealAccess, RealSshPlace } from './startRealAccess';
export { startRealEdge, type RealEdge } from './startRealEdge';
export { startRealMachine, type RealMachine } from './startRealMachine';
export { startRealNamespace, type RealNamespace } from './startRealNamespace';
export {
  startRealRoutinator,
  type RealRoutinator,
} from './startRealRoutinator';
export { startRealRtr } from './startRealRtr';
export { startRealNetwork, type RealNetwork } from './startRealNetwork';
export {
  startRealSshd,
  type RealSshd,
  type RealSshdKey,
  type RealSshdOptions,
} from './startRealSshd';
