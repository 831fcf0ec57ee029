import { useState } from 'react';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ChangeDetail,
  SettlementOutcome,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  changesApiRef,
  ConfirmDialog,
  entityRefName,
} from '@orion/backstage-plugin-orion-react';
import { useProof } from '../../hooks/useProof';
import { orionChangesTranslationRef } from '../../translation';

export interface SettleDialogProps {
  change: ChangeDetail;
  /** Open while there is one. */
  outcome?: SettlementOutcome;
  onSettled: () => void;
  onClose: () => void;
}

/** Says what will be looked at, who said what before, and asks why. */
export function SettleDialog({
  change,
  outcome,
  onSettled,
  onClose,
}: SettleDialogProps) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const api = useApi(changesApiRef);
  const prove = useProof();
  const [comment, setComment] = useState('');
  const { settlement } = change;
  return (
    <ConfirmDialog
      open={outcome !== undefined}
      dangerous={outcome === 'failed'}
      title={t(
        settlement
          ? 'settle.confirmTitle'
          : `settle.${outcome ?? 'failed'}Title`,
        {
          id: String(change.id),
          title: change.title,
        },
      )}
      action={t(
        settlement ? 'settle.confirmFailed' : `settle.${outcome ?? 'failed'}`,
      )}
      onConfirm={send}
      onClose={onClose}
    >
      <Typography>
        {settlement
          ? t('settle.confirmText', { by: entityRefName(settlement.by) })
          : t(`settle.${outcome ?? 'failed'}Text`)}
      </Typography>
      {settlement && (
        <Typography
          component="blockquote"
          sx={{
            margin: 0,
            paddingInlineStart: 2,
            borderInlineStart: '3px solid',
            borderColor: 'divider',
          }}
        >
          <bdi>{settlement.comment}</bdi>
        </Typography>
      )}
      {settlement && change.reason && <Typography>{change.reason}</Typography>}
      <TextField
        label={t('settle.comment')}
        value={comment}
        required
        onChange={event => setComment(event.target.value)}
        inputProps={{ maxLength: 2000 }}
      />
    </ConfirmDialog>
  );

  async function send() {
    await api.settle(change.id, {
      outcome: outcome!,
      comment: comment.trim(),
      idToken: await prove(),
    });
    setComment('');
    onSettled();
  }
}
