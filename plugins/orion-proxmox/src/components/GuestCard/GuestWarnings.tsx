import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { GuestDetail } from '@orion/backstage-plugin-orion-proxmox-common';
import { PartialBanner } from '@orion/backstage-plugin-orion-react';
import { orionProxmoxTranslationRef } from '../../translation';

/** What is unusual about the guest: a lock, addresses that contradict each other. */
export function GuestWarnings({ guest }: { guest: GuestDetail }) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const { lock, agent, addresses } = guest;
  const heard = agent?.addresses ?? [];
  const differ =
    heard.length > 0 && addresses.some(address => !heard.includes(address));
  return (
    <>
      {lock && <PartialBanner>{t('card.locked', { lock })}</PartialBanner>}
      {differ && <PartialBanner>{t('card.differ')}</PartialBanner>}
    </>
  );
}
