import { ChangeState } from '@orion/backstage-plugin-orion-changes-common';

export type ChangeTab = 'plan' | 'log' | 'timeline' | 'evidence';

/** What a change opens with: the log while it applies, the evidence when someone has to look. */
export function defaultTab(
  state: ChangeState,
  hasEvidence: boolean,
): ChangeTab {
  if (state === 'applying' || state === 'recovering') {
    return 'log';
  }
  return state === 'needs-attention' && hasEvidence ? 'evidence' : 'plan';
}
