import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useChangeActions } from '../../hooks/useChangeActions';
import { orionChangesTranslationRef } from '../../translation';
import { ActionProps } from './CancelAction';

/** Has ORION look at the real system once more. */
export function RecoverAction({ change, stale, onSettled }: ActionProps) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { recover, recovering, problem } = useChangeActions(
    change.id,
    onSettled,
  );
  const { allowed, reason } = change.can.recover;
  return (
    <Box
      sx={{
        flex: 1,
        minWidth: 'min(100%, 280px)',
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1.5,
      }}
    >
      <Button
        variant="contained"
        disabled={!allowed || stale || recovering}
        onClick={recover}
      >
        {recovering ? t('recover.working') : t('recover.action')}
      </Button>
      <Typography
        variant="body2"
        role={problem ? 'alert' : undefined}
        sx={{ flex: 1 }}
      >
        {problem ?? (allowed ? t('recover.hint') : reason)}
      </Typography>
    </Box>
  );
}
