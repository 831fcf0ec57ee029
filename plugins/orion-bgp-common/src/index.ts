/**
 * Types, permissions and the client of the BGP domain.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './comparisonTypes';
export * from './intentTypes';
export * from './permissions';
export * from './BgpClient';
export * from './bgpEntity';
