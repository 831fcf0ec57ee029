/** One check that failed. */
export interface Failure {
  name: string;
  /** What it said, as it said it. */
  why?: string;
}

/** What one stage of `orion test` found. */
export interface StageResult {
  passed: number;
  failed: number;
  /** Names of what did not run, each with what was missing. */
  skipped: string[];
  /** What failed, where a stage knows it: told again at the end. */
  failures?: Failure[];
  /** What failed beside others, and passed when it was tried again alone. */
  unsteady?: Failure[];
  /** What people need to see of a failure. */
  details?: string;
}

export interface Stage {
  name: string;
  title: string;
  run(): Promise<StageResult>;
}

export const requirePeers = process.env.ORION_REQUIRE_PEERS === '1';

/** A missing peer is a skip that names itself, and a failure where peers are required. */
export function missingPeer(
  what: string,
  required = requirePeers,
): StageResult {
  return required
    ? { passed: 0, failed: 1, skipped: [], details: `missing: ${what}` }
    : { passed: 0, failed: 0, skipped: [what] };
}
