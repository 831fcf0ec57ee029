import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Fact, formatCount } from '@orion/backstage-plugin-orion-react';
import { HostData } from '../../hooks/useHost';
import { orionProxmoxTranslationRef } from '../../translation';

/** "8 of 9 running", of the guests the reader may see. */
export function GuestCount({ guests }: Pick<HostData, 'guests'>) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  return guests ? (
    <Fact term={t('host.guests')}>
      {t('host.running', {
        running: formatCount(guests.running),
        total: formatCount(guests.total),
      })}
    </Fact>
  ) : null;
}
