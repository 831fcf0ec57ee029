/**
 * What the tests of ORION's backends share. Not for production code.
 *
 * @packageDocumentation
 */
export * from './eventually';
export * from './startDevelopmentDatabase';
export * from './startOrionTestBackend';
export * from './startSilentPlugin';
export * from './testDatabase';
