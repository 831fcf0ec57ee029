/**
 * What ORION's backends share.
 *
 * @packageDocumentation
 */
export * from './createIsOwnerRule';
