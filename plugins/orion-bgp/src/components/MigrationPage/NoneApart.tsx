import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatCount } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

/** No difference, or none but what moved after one side was read. */
export function NoneApart({ moved }: { moved: number }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <Box component="span" sx={{ color: 'text.secondary' }}>
      {moved > 0
        ? t('migration.noneMoved', { n: formatCount(moved) })
        : t('migration.none')}
    </Box>
  );
}
