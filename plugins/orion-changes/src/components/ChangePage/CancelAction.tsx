import { useState } from 'react';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ChangeDetail,
  isPastApplyClaim,
} from '@orion/backstage-plugin-orion-changes-common';
import { ConfirmDialog } from '@orion/backstage-plugin-orion-react';
import { useChangeActions } from '../../hooks/useChangeActions';
import { orionChangesTranslationRef } from '../../translation';

export interface ActionProps {
  change: ChangeDetail;
  stale: boolean;
  onSettled: () => void;
}

/** Stops a change: at once before the apply, after the current step during it. */
export function CancelAction({ change, stale, onSettled }: ActionProps) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const [open, setOpen] = useState(false);
  const [comment, setComment] = useState('');
  const { cancel } = useChangeActions(change.id, onSettled);
  const { allowed, reason } = change.can.cancel;
  if (change.cancelRequestedAt) {
    return <Typography variant="body2">{t('cancel.requested')}</Typography>;
  }
  return (
    <>
      <Button
        color="inherit"
        disabled={!allowed || stale}
        title={allowed ? undefined : reason}
        onClick={() => setOpen(true)}
      >
        {t('cancel.action')}
      </Button>
      <ConfirmDialog
        open={open}
        title={t('cancel.title', {
          id: String(change.id),
          title: change.title,
        })}
        action={t('cancel.confirm')}
        onConfirm={() => cancel(comment.trim())}
        onClose={() => setOpen(false)}
      >
        <Typography>
          {isPastApplyClaim(change.state)
            ? t('cancel.during')
            : t('cancel.before')}
        </Typography>
        <TextField
          label={t('cancel.comment')}
          value={comment}
          onChange={event => setComment(event.target.value)}
          inputProps={{ maxLength: 2000 }}
        />
      </ConfirmDialog>
    </>
  );
}
