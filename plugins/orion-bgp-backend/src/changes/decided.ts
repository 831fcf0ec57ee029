import { RecoveryVerdict } from '@orion/backstage-plugin-orion-changes-node';

/** What recovery decided, in one sentence and without evidence of its own. */
export function decided(
  next: RecoveryVerdict['next'],
  message: string,
): RecoveryVerdict {
  return { next, message, evidence: {} };
}
