/**
 * The change pipeline: the one way to alter a real system.
 *
 * @packageDocumentation
 */
export { orionChangesPlugin as default } from './plugin';
