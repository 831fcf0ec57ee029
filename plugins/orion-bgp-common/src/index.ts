/**
 * Types, permissions and the client of the BGP domain.
 *
 * @packageDocumentation
 */
export * from './routerTypes';
export * from './types';
export * from './routeTermTypes';
export * from './rpkiTypes';
export * from './refusalTypes';
export * from './comparisonTypes';
export * from './decidedTypes';
export * from './intentTypes';
export * from './asNameTypes';
export * from './permissions';
export * from './BgpClient';
export * from './bgpEntity';
export * from './isOwnOrigin';
export * from './isSwitchedOff';
