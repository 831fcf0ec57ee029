export { startBird } from './startBird';
export type { BirdOptions, RunningBird } from './startBird';
export { birdFaultNames } from './faults';
export type { BirdFaultName, BirdFaults } from './faults';
export type { TimeFormat as BirdTimeFormat } from './BirdClock';
