import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ChangeDetail,
  ChangePlanView,
} from '@orion/backstage-plugin-orion-changes-common';
import { orionChangesTranslationRef } from '../../translation';

/** "Adds 2, destroys 0, reboots 0", losses first where there are any, and why it stopped. */
export function useSentence(
  change: ChangeDetail,
  plan: ChangePlanView | undefined,
): string {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const end = ended(change);
  return [plan ? effects(plan) : !end && t('change.noPlan'), end]
    .filter(Boolean)
    .join(' ');

  function effects({ counts }: ChangePlanView): string {
    const gains = [
      t('change.adds', { n: String(counts.add) }),
      counts.change > 0 && t('change.changes', { n: String(counts.change) }),
    ];
    const losses = [
      t('change.destroys', { n: String(counts.destroy) }),
      counts.replace > 0 && t('change.replaces', { n: String(counts.replace) }),
    ];
    const lossy = counts.destroy + counts.replace > 0;
    const parts = [
      ...(lossy ? [...losses, ...gains.reverse()] : [...gains, ...losses]),
      t('change.reboots', { n: String(counts.reboot) }),
    ].filter(Boolean);
    const sentence = `${parts.join(', ')}.`;
    return sentence.charAt(0).toUpperCase() + sentence.slice(1);
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
