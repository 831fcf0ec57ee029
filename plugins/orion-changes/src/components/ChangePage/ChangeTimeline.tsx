import { useMemo } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ChangeDetail } from '@orion/backstage-plugin-orion-changes-common';
import { Timeline, useDurationText } from '@orion/backstage-plugin-orion-react';
import { timelineItems } from '../../lib/timelineItems';
import { orionChangesTranslationRef } from '../../translation';

/** Who did what, and what the waits were for. */
export function ChangeTimeline({ change }: { change: ChangeDetail }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const durationText = useDurationText();
  const items = useMemo(
    () =>
      timelineItems(change.timeline, (reason, ms) =>
        t(`timeline.${reason}`, { duration: durationText(ms) }),
      ),
    [change.timeline, t, durationText],
  );
  return <Timeline items={items} />;
}
