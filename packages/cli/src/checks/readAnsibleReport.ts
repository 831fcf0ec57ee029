import { missingPeer, requirePeers, StageResult } from './types';

const about = (what: string) => `router roles: ${what}`;

/**
 * What a run of `check-ansible.sh` found, from all it printed and the code it ended
 * with. Checks of a missing program, and those that want rights this machine does
 * not give, did not run: each counts as a missing peer.
 */
export function readAnsibleReport(
  output: string,
  code: number,
  required = requirePeers,
): StageResult {
  const all = (pattern: RegExp) =>
    [...output.matchAll(pattern)].map(([, words]) => words);
  const end = /^(\d+) passed, (\d+) failed$/m.exec(output);
  const [, passed, failed] = end ?? [];
  // A script that broke off says no number, whatever code it ended with.
  const broke = code !== 0 || !end;
  const peers = [
    ...all(/^# not installed: (\S+)/gm).map(program => `no ${program}`),
    ...all(/^# not run: (.+)$/gm).map(check => `not run: ${check}`),
  ].map(what => missingPeer(about(what), required));
  return {
    passed: Number(passed ?? 0),
    failed:
      (Number(failed ?? 0) || (broke ? 1 : 0)) +
      peers.reduce((sum, peer) => sum + peer.failed, 0),
    failures: all(/^failed: not ok (.+)$/gm).map(what => ({
      name: about(what),
    })),
    skipped: peers.flatMap(({ skipped }) => skipped),
    details: !broke && peers.length === 0 ? undefined : output,
  };
}
