/**
 * The backend of ORION's home page: the seven checks.
 *
 * @packageDocumentation
 */
export { orionPlugin as default } from './plugin';
