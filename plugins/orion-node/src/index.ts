/**
 * What ORION's backends share.
 *
 * @packageDocumentation
 */
export * from './createIsOwnerRule';
export * from './fetchWithin';
export * from './readOwnerConditions';
export * from './source';
export * from './catalog';
