/**
 * What the parts of ORION share: freshness, the seven checks.
 *
 * @packageDocumentation
 */
export * from './freshness';
export * from './checks';
