import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionBgpTranslationRef } from '../../translation';

/** Why the list did not grow; the button that asks again is still there. */
export function MoreFailed({ error }: { error: Error | undefined }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return (
    <Box role="alert" sx={{ overflowWrap: 'anywhere' }}>
      {error && t('routes.moreFailed', { error: error.message })}
    </Box>
  );
}
