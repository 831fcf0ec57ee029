/** @public */
export type EngineProduct = 'terraform' | 'opentofu';

/** What a plan records about the engine that made it. @public */
export interface EngineDescription {
  product: EngineProduct;
  version: string;
  /** SHA-256 of the binary, hex. */
  digest: string;
}

/** @public */
export type EnginePhase =
  | 'init'
  | 'lock'
  | 'plan'
  | 'show'
  | 'apply'
  | 'import'
  | 'untaint'
  | 'state'
  | 'output';

/** One error or warning of the engine, without code snippets or values. @public */
export interface Diagnostic {
  severity: 'error' | 'warning';
  summary: string;
  detail: string;
  address?: string;
  /** File and line in the module, where the engine says so. */
  file?: string;
  line?: number;
}

/** Bytes of `show -json` and of a plan file. @public */
export const MAX_PLAN_BYTES = 2 * 1024 * 1024;

/** Bytes of one log. @public */
export const MAX_LOG_BYTES = 10 * 1024 * 1024;
