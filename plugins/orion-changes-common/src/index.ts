/**
 * Types, permissions and the client of the change pipeline. No I/O but the client's.
 *
 * @packageDocumentation
 */
export * from './states';
export * from './types';
export * from './permissions';
export * from './ChangesClient';
