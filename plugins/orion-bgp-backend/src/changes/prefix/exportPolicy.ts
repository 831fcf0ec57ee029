import { GobgpClient } from '../../clients/gobgp/GobgpClient';

/** What an export policy does with an announcement, as far as that can be told. */
export interface ExportVerdict {
  action: 'accept' | 'reject' | 'unknown';
  /** Which statement, or the default; or why it is not known. */
  why: string;
}

/** Judges an announcement of a prefix of the router's own to a neighbor. */
export type ExportJudge = (prefix: string, neighbor: string) => ExportVerdict;

/** Reads the policy that a GoBGP has for what goes out. */
export async function readExportPolicy(
  _client: GobgpClient,
  _signal: AbortSignal,
): Promise<ExportJudge> {
  return () => ({ action: 'unknown', why: 'the export policy is not read' });
}
