import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ChangeDetail,
  ChangePlanView,
} from '@orion/backstage-plugin-orion-changes-common';
import { orionChangesTranslationRef } from '../../translation';

const present = {
  add: 'adds',
  change: 'changes',
  replace: 'replaces',
  destroy: 'destroys',
  reboot: 'reboots',
} as const;

const past = {
  add: 'added',
  change: 'changed',
  replace: 'replaced',
  destroy: 'destroyed',
  reboot: 'rebooted',
} as const;

/**
 * "Adds 2, destroys 0, reboots 0", losses first where there are any; "Added 2"
 * once it is so; why it stopped where it did.
 */
export function useSentence(
  change: ChangeDetail,
  plan: ChangePlanView | undefined,
): string {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const end = ended(change);
  const words = change.state === 'succeeded' ? past : present;
  // What was planned and did not come to be is no answer to what happened.
  return end || (plan ? effects(plan) : t('change.noPlan'));

  function effects({ counts }: ChangePlanView): string {
    const gains = [
      says(words.add, counts.add),
      counts.change > 0 && says(words.change, counts.change),
    ];
    const losses = [
      says(words.destroy, counts.destroy),
      counts.replace > 0 && says(words.replace, counts.replace),
    ];
    const lossy = counts.destroy + counts.replace > 0;
    const parts = [
      ...(lossy ? [...losses, ...gains.reverse()] : [...gains, ...losses]),
      says(words.reboot, counts.reboot),
    ].filter(Boolean);
    const sentence = `${parts.join(', ')}.`;
    return sentence.charAt(0).toUpperCase() + sentence.slice(1);
  }

  function says(word: (typeof words)[keyof typeof words], n: number): string {
    return t(`change.${word}`, { n: String(n) });
  }
}

/** The reason of an end or a stop, as a sentence. */
function ended({ state, reason }: ChangeDetail): string {
  const says = [
    'denied',
    'rejected',
    'failed',
    'expired',
    'cancelled',
    'needs-attention',
  ];
  if (!reason || !says.includes(state)) {
    return '';
  }
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
