/**
 * The contract between the change pipeline and the domains that register kinds
 * of change with it.
 *
 * @packageDocumentation
 */
export * from './ChangeKind';
export * from './ChangeContext';
export * from './LeaseLostError';
export * from './UndoneError';
export * from './changeKindsExtensionPoint';
export * from './changeResource';
