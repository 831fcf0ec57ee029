/**
 * The pages of the change pipeline.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
