import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { GuestDetail } from '@orion/backstage-plugin-orion-proxmox-common';
import {
  describeError,
  FreshnessLabel,
  guestStatusWord,
  LoadError,
  LoadingBlock,
  Panel,
  StaleNote,
  StatusChip,
} from '@orion/backstage-plugin-orion-react';
import { useGuest } from '../../hooks/useGuest';
import { orionProxmoxTranslationRef } from '../../translation';
import { GoneGuest } from './GoneGuest';
import { GuestActions } from './GuestActions';
import { GuestFacts } from './GuestFacts';
import { GuestWarnings } from './GuestWarnings';
import { LastChange } from './LastChange';

/** Status and actions, facts, last change. */
const HEIGHTS = [{ xs: 44, sm: 36 }, { xs: 172, sm: 83 }, 28];

/** Is it well, where, what changed? */
export function GuestPanel({
  cluster,
  vmid,
}: {
  cluster: string;
  vmid: number;
}) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const guest = useGuest(cluster, vmid);
  if (guest.status === 'loading') {
    return (
      <Panel title={t('card.title')}>
        <LoadingBlock of={t('card.what')} heights={HEIGHTS} />
      </Panel>
    );
  }
  // A guest that was here and no longer is must not read as an outage.
  const gone = guest.status === 'stale' && describeError(guest.error).denied;
  if (guest.status === 'error' || gone) {
    return (
      <Panel title={t('card.title')}>
        {guest.status === 'stale' ? (
          <GoneGuest guest={guest.data} />
        ) : (
          <LoadError
            error={guest.error}
            retry={guest.retry}
            of={t('card.what')}
          />
        )}
        <LastChange targetRef={`proxmox:${cluster}/${vmid}`} />
      </Panel>
    );
  }
  const stale = guest.status === 'stale' || guest.data.freshness.stale;
  return (
    <Panel
      title={t('card.title')}
      corner={
        <FreshnessLabel
          freshness={guest.data.freshness}
          onRetry={guest.retry}
        />
      }
    >
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        {guest.status === 'stale' && (
          <StaleNote at={guest.observedAt} retry={guest.retry} />
        )}
        {content(guest.data)}
      </Box>
    </Panel>
  );

  function content(data: GuestDetail) {
    return (
      <>
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            gap: 1.5,
            alignItems: 'center',
          }}
        >
          <StatusChip stale={stale} word={guestStatusWord(data.status)} />
          <Box
            component="span"
            // Below ten letters a line, the button takes a line of its own.
            sx={{ flex: '1 1 10ch', overflowWrap: 'anywhere' }}
          >
            {t('card.place', {
              node: data.node,
              vmid: String(data.vmid),
              cluster: data.cluster,
            })}
          </Box>
          <GuestActions guest={data} stale={stale} />
        </Box>
        <GuestWarnings guest={data} />
        <GuestFacts guest={data} />
        <LastChange targetRef={data.ref} />
      </>
    );
  }
}
