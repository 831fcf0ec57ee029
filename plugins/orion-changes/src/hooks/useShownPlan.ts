import { useState } from 'react';
import {
  ChangeDetail,
  ChangePlanView,
} from '@orion/backstage-plugin-orion-changes-common';
import { countDifferences } from '../lib/countDifferences';

export interface ShownPlan {
  plan?: ChangePlanView;
  /** Set when the server has another plan than the one on the screen. */
  newer?: { plan: ChangePlanView; differences: number };
  showNewer: () => void;
}

/** Holds the plan a reader decides on: a new one waits until it is asked for. */
export function useShownPlan(change: ChangeDetail): ShownPlan {
  const { plan: latest, state } = change;
  const [held, setHeld] = useState(latest);
  const deciding = state === 'awaiting-approval';
  const replaceable =
    !deciding || !held || !latest || held.digest === latest.digest;
  if (replaceable && latest && latest !== held) {
    setHeld(latest);
  }
  const shown = replaceable ? latest ?? held : held;
  const superseded = !replaceable && shown && latest;
  return {
    plan: shown,
    newer: superseded
      ? {
          plan: latest,
          differences: countDifferences(shown.lines, latest.lines),
        }
      : undefined,
    showNewer: () => setHeld(latest),
  };
}
