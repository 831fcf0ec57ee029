export { startGobgp, type GobgpOptions, type RunningGobgp } from './startGobgp';
export { GobgpCaller } from './GobgpCaller';
export { GOBGP_FAULTS, type GobgpFault } from './faults';
export { gw2Seed } from './gw2Seed';
export { attributesOf, familyOf, nlriOf } from './wire';
