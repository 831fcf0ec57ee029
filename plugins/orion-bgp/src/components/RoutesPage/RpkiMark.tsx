import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RpkiVerdict } from '@orion/backstage-plugin-orion-bgp-common';
import { StatusChip } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

const words = {
  valid: 'valid',
  invalid: 'invalid',
  'not-found': 'notFound',
  unknown: 'unknown',
} as const;

/** Origin validation in one word, with the reason on hover or beside it. */
export function RpkiMark({
  rpki,
  explained,
}: {
  rpki: RpkiVerdict;
  /** Where there is room: a finger cannot hover. */
  explained?: boolean;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <span title={reason()}>
      <StatusChip plain word={words[rpki.state]} />
      {explained && reason() && (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {' '}
          {reason()}
        </Box>
      )}
    </span>
  );

  function reason() {
    if (rpki.state === 'invalid') {
      return rpki.reason === 'length'
        ? t('route.reasonLength')
        : t('route.reasonOrigin');
    }
    if (rpki.state === 'not-found') {
      return t('route.noRoa');
    }
    return rpki.state === 'unknown' ? t('route.noVrps') : undefined;
  }
}
