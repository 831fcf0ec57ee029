import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatMoment,
  serverNow,
  StatusChip,
} from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

/**
 * Validators name the nearest end in the whole chain, manifests and revocation
 * lists too, which live for a day and are renewed hours before.
 */
const SOON_MS = 2 * 3_600_000;

/** Until when a prefix is valid; said loudly when that is soon. */
export function RoaEnd({ at }: { at: Date }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const leftMs = at.getTime() - serverNow();
  const moment = { at: formatMoment(at) };
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', columnGap: 1, color: 'text.secondary' }}
    >
      {leftMs < SOON_MS && <StatusChip plain word="expiring" />}
      {leftMs > 0 ? t('own.until', moment) : t('own.ended', moment)}
    </Box>
  );
}
