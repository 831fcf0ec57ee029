import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SessionDetail,
  TransitionPage,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable } from '@orion/backstage-plugin-orion-react';
import { ChartMark } from '../../lib/ChartMark';
import { isCrossing } from '../../lib/isCrossing';
import { orionBgpTranslationRef } from '../../translation';
import { transitionTone } from './transitionTone';
import { useTransitionTexts } from './useTransitionTexts';

export interface SessionMarks {
  marks: ChartMark[];
  /** Unix seconds; what happened before is not loaded. Absent when all is there. */
  since?: number;
}

const toSeconds = (iso: string) => Date.parse(iso) / 1000;

/** What explains a step in a session's counters: it came and went, or a change decided so. */
export function useSessionMarks(
  { decided }: Pick<SessionDetail, 'decided'>,
  transitions: Loadable<TransitionPage>,
): SessionMarks {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { title } = useTransitionTexts();
  const { items = [], nextCursor } =
    'data' in transitions ? transitions.data : {};
  const oldest = nextCursor && items.at(-1);
  const marks = [
    ...items.filter(isCrossing).map(one => ({
      at: toSeconds(one.observedAt),
      tone: transitionTone(one),
      text: title(one),
    })),
    ...(decided
      ? [
          {
            at: toSeconds(decided.decidedAt),
            // Wanted, so neither good nor bad.
            tone: 'idle' as const,
            text: t(
              decided.state === 'down'
                ? 'chart.decidedDown'
                : 'chart.decidedUp',
              { id: String(decided.changeId) },
            ),
          },
        ]
      : []),
  ];
  return { marks, since: oldest ? toSeconds(oldest.observedAt) : undefined };
}
