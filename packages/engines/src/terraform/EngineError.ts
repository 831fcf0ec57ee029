import { Diagnostic, EnginePhase } from './types';

/** Why a phase has no result. @public */
export type EngineErrorReason = 'failed' | 'lost' | 'too-large' | 'unreadable';

/** @public */
export interface EngineErrorOptions {
  phase: EnginePhase;
  reason: EngineErrorReason;
  exitCode?: number;
  diagnostics?: Diagnostic[];
  message?: string;
}

function describe(options: EngineErrorOptions): string {
  const { phase, reason, exitCode, diagnostics = [], message } = options;
  const first = diagnostics.find(found => found.severity === 'error');
  const text = message ?? first?.summary ?? 'no diagnostics';
  const code = exitCode === undefined ? '' : ` with exit code ${exitCode}`;
  return `${phase} ${reason}${code}: ${text}`;
}

/**
 * A phase that gave no usable result. The diagnostics may repeat secret values:
 * scrub before they leave the server.
 *
 * @public
 */
export class EngineError extends Error {
  readonly phase: EnginePhase;
  readonly reason: EngineErrorReason;
  /** Missing when the run was lost or ended well with unusable output. */
  readonly exitCode?: number;
  readonly diagnostics: Diagnostic[];

  constructor(options: EngineErrorOptions) {
    super(describe(options));
    this.name = 'EngineError';
    this.phase = options.phase;
    this.reason = options.reason;
    this.exitCode = options.exitCode;
    this.diagnostics = options.diagnostics ?? [];
  }
}
