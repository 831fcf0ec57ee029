import {
  IntentFinding,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';

/** Every finding but `agrees`, which is nothing to look at. */
export type IntentProblem = Exclude<IntentFinding, 'agrees'>;

/**
 * What somebody should put right, here or in NetBox; undefined when all is as it
 * was meant, or nobody knows what was meant.
 */
export function intentProblem({
  intent,
}: Pick<Session, 'intent'>): IntentProblem | undefined {
  return intent && intent.finding !== 'agrees' ? intent.finding : undefined;
}
