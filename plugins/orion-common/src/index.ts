/**
 * What the parts of ORION share: freshness, the seven checks and their client.
 *
 * @packageDocumentation
 */
export * from './freshness';
export * from './checks';
export * from './permissions';
export * from './ChecksClient';
