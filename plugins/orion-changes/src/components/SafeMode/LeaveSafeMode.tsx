import { useState } from 'react';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  changesApiRef,
  ConfirmDialog,
} from '@orion/backstage-plugin-orion-react';
import { useProof } from '../../hooks/useProof';
import { orionChangesTranslationRef } from '../../translation';

export interface LeaveSafeModeProps {
  /** There is a report that somebody can have read. */
  ready: boolean;
  onLeft: () => void;
}

/** An admin takes the database as it is. */
export function LeaveSafeMode({ ready, onLeft }: LeaveSafeModeProps) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const api = useApi(changesApiRef);
  const prove = useProof();
  const [open, setOpen] = useState(false);
  const [comment, setComment] = useState('');
  return (
    <>
      <Button
        variant="contained"
        disabled={!ready}
        onClick={() => setOpen(true)}
      >
        {t('safeMode.leave')}
      </Button>
      <ConfirmDialog
        open={open}
        dangerous
        title={t('safeMode.leaveTitle')}
        action={t('safeMode.leave')}
        onConfirm={leave}
        onClose={() => setOpen(false)}
      >
        <Typography>{t('safeMode.leaveText')}</Typography>
        <TextField
          label={t('settle.comment')}
          value={comment}
          required
          onChange={event => setComment(event.target.value)}
          inputProps={{ maxLength: 2000 }}
        />
      </ConfirmDialog>
    </>
  );

  async function leave() {
    await api.leaveSafeMode({
      comment: comment.trim(),
      idToken: await prove(),
    });
    onLeft();
  }
}
