import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  describeError,
  StatusShape,
  toneColor,
} from '@orion/backstage-plugin-orion-react';
import { orionProxmoxTranslationRef } from '../../translation';

/** The order was not taken, or nobody could be asked. */
export function OrderRefused({
  error,
  retry,
}: {
  error: Error;
  retry: () => void;
}) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const { mode } = useTheme().palette;
  const { message, status } = describeError(error);
  const refused = status !== undefined && status < 500;
  const color = toneColor(mode, refused ? 'bad' : 'warn');
  return (
    <Box
      sx={{
        '--orion-shape-mark': mode === 'dark' ? '#1f1f1f' : '#fff',
        display: 'grid',
        gap: 1,
      }}
    >
      <Typography
        variant="body2"
        sx={{ color, fontWeight: 600, display: 'flex', gap: 1 }}
      >
        <StatusShape tone={refused ? 'bad' : 'warn'} />
        {refused ? t('order.refused') : t('order.silent')}
      </Typography>
      <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
        {message}
      </Typography>
      {!refused && (
        <Button
          variant="outlined"
          size="small"
          onClick={retry}
          sx={{ justifySelf: 'start' }}
        >
          {t('order.retry')}
        </Button>
      )}
    </Box>
  );
}
