import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { OwnAspa } from '@orion/backstage-plugin-orion-bgp-common';
import { StatusChip } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

/** Whether the own AS says who its providers are, and says it of all of them. */
export function OwnAspaLine({ aspa }: { aspa: OwnAspa }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { asn, available, providers, transits } = aspa;
  const as = `AS${asn}`;
  const names = (asns: number[]) => asns.map(one => `AS${one}`).join(', ');
  const missing = transits.filter(one => providers && !providers.includes(one));
  const [word, text] = say();
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        alignItems: 'baseline',
      }}
    >
      <span>{t('aspa.title')}</span>
      <StatusChip plain word={word} />
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {text}
      </Box>
    </Box>
  );

  function say() {
    if (!available) {
      return ['unknown', t('aspa.ownUnavailable')] as const;
    }
    if (!providers) {
      return ['notFound', t('aspa.ownMissing', { as })] as const;
    }
    if (missing.length > 0) {
      return [
        'invalid',
        t('aspa.ownLacks', { as, names: names(missing) }),
      ] as const;
    }
    const named =
      providers.length > 0
        ? t('aspa.ownNames', {
            as,
            names: names(providers),
            count: providers.length,
          })
        : t('aspa.ownNobody', { as });
    // Beside no provider every ASPA looks whole.
    return transits.length > 0
      ? (['valid', named] as const)
      : (['unknown', `${named} ${t('aspa.ownUncompared')}`] as const);
  }
}
