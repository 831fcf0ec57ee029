import { Diagnostic, EnginePhase } from './types';

/** Why a phase has no result. @public */
export type EngineErrorReason = 'failed' | 'lost' | 'too-large' | 'unreadable';

/**
 * The parts an {@link EngineError} builds its message from.
 *
 * @public
 */
export interface EngineErrorOptions {
  /** The command that gave no result. */
  phase: EnginePhase;
  /**
   * See {@link EngineErrorReason}.
   */
  reason: EngineErrorReason;
  /** Left out when nobody saw one. */
  exitCode?: number;
  /** What the engine said; the first error stands in for a missing message. */
  diagnostics?: Diagnostic[];
  /** Used instead of the first diagnostic. */
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
  /** The command that gave no result. */
  readonly phase: EnginePhase;
  /**
   * Tells an engine that refused from one that vanished or wrote what cannot be
   * read.
   */
  readonly reason: EngineErrorReason;
  /** Missing when the run was lost or ended well with unusable output. */
  readonly exitCode?: number;
  /** In the order the engine printed them; empty when it said nothing. */
  readonly diagnostics: Diagnostic[];

  /**
   * Writes `<phase> <reason> with exit code <n>: <first error>` as the message.
   */
  constructor(options: EngineErrorOptions) {
    super(describe(options));
    this.name = 'EngineError';
    this.phase = options.phase;
    this.reason = options.reason;
    this.exitCode = options.exitCode;
    this.diagnostics = options.diagnostics ?? [];
  }
}
