/**
 * Scaffolder actions of ORION.
 *
 * @packageDocumentation
 */
export { scaffolderModuleOrion as default } from './module';
