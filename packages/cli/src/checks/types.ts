/** What one stage of `orion test` found. */
export interface StageResult {
  passed: number;
  failed: number;
  /** Names of what did not run, each with what was missing. */
  skipped: string[];
  /** Names of what failed, where a stage knows them: they are told again at the end. */
  failures?: string[];
  /** Names of what failed beside others, and passed when it was tried again alone. */
  unsteady?: string[];
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
