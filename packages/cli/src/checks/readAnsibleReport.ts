import { missingPeer, requirePeers, StageResult } from './types';

const about = (what: string) => `router roles: ${what}`;

/**
 * What a run of `check-ansible.sh` found, from all it printed and the code it ended
 * with. Checks of a missing program, and those that want rights this machine does
 * not give, did not run: each counts as a missing peer. What few machines have is
 * skipped by name.
 */
export function readAnsibleReport(
  output: string,
  code: number,
  required = requirePeers,
): StageResult {
  const all = (pattern: RegExp) =>
    [...output.matchAll(pattern)].map(([, words]) => words);
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? [];
  const peers = [
    ...all(/^# not installed: (\S+)/gm).map(program => `no ${program}`),
    ...all(/^# not run: (.+)$/gm).map(check => `not run: ${check}`),
  ].map(what => missingPeer(about(what), required));
  const optional = all(/^# optional, not installed: (.+)$/gm);
  return {
    passed: Number(passed ?? 0),
    failed:
      // A script that broke off has no last line.
      (Number(failed ?? 0) || (code === 0 ? 0 : 1)) +
      peers.reduce((sum, peer) => sum + peer.failed, 0),
    failures: all(/^failed: not ok (.+)$/gm).map(about),
    skipped: [
      ...peers.flatMap(({ skipped }) => skipped),
      ...optional.map(program => about(`no ${program}`)),
    ],
    details: code === 0 && peers.length === 0 ? undefined : output,
  };
}
