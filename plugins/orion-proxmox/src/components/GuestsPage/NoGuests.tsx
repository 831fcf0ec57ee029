import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EmptyState } from '@orion/backstage-plugin-orion-react';
import { GuestsView } from '../../lib/mergeGuests';
import { orionProxmoxTranslationRef } from '../../translation';

export interface NoGuestsProps {
  view: GuestsView;
  filter: string;
  onClear: () => void;
}

/** Nothing to show, and which of the reasons it is. */
export function NoGuests({ view, filter, onClear }: NoGuestsProps) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const { counts, freshness, note } = view;
  if (freshness.length === 0) {
    return (
      <EmptyState variant="not-connected" system="Proxmox VE" text={note} />
    );
  }
  if (counts.all > 0) {
    return (
      <EmptyState
        variant="no-match"
        what={t('guests.guest')}
        filter={filter}
        total={counts.all}
        onClear={onClear}
      />
    );
  }
  return (
    <EmptyState
      variant="none"
      title={t('guests.none')}
      text={note ?? t('guests.noneText')}
    />
  );
}
