/**
 * The permission policy with ORION's roles.
 *
 * @packageDocumentation
 */
export { permissionModuleOrion as default } from './module';
