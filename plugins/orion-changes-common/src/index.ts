/**
 * Types, permissions and the client of the change pipeline. No I/O but the client's.
 *
 * @packageDocumentation
 */
export * from './states';
export * from './changeTypes';
export * from './planTypes';
export * from './safeModeTypes';
export * from './submissionTypes';
export * from './permissions';
export * from './ChangesApi';
export * from './ChangesClient';
