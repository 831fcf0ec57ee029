export { startReadOnlyBird, type ReadOnlyBird } from './startReadOnlyBird';
export { startReadOnlyGobgp, type ReadOnlyGobgp } from './startReadOnlyGobgp';
