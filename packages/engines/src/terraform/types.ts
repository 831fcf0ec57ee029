/** Both speak the same commands; digests and registry hosts differ. @public */
export type EngineProduct = 'terraform' | 'opentofu';

/** What a plan records about the engine that made it. @public */
export interface EngineDescription {
  /** As the binary calls itself. */
  product: EngineProduct;
  /** Without `v`, for example `1.10.6`. */
  version: string;
  /** SHA-256 of the binary, hex. */
  digest: string;
}

/** The command a run was; `state` covers list, pull and push. @public */
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
  /** Anything that is not a warning is an error. */
  severity: 'error' | 'warning';
  /** One line. May repeat a secret value: scrub before showing. */
  summary: string;
  /** Paragraphs; empty when there are none. May repeat a secret value. */
  detail: string;
  /** The resource it is about, where the engine says so. */
  address?: string;
  /** File and line in the module, where the engine says so. */
  file?: string;
  /** Counts from 1. */
  line?: number;
}

/** Bytes of `show -json` and of a plan file. @public */
export const MAX_PLAN_BYTES = 2 * 1024 * 1024;

/** Bytes of one log. @public */
export const MAX_LOG_BYTES = 10 * 1024 * 1024;
