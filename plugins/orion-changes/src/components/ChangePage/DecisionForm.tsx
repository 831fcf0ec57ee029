import { useId, useRef, useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ChangeDetail } from '@orion/backstage-plugin-orion-changes-common';
import { useShortcut } from '@orion/backstage-plugin-orion-react';
import { useDecision } from '../../hooks/useDecision';
import { useKeptComment } from '../../hooks/useKeptComment';
import { orionChangesTranslationRef } from '../../translation';
import { DecisionNotice } from './DecisionNotice';
import { DestroyDialog } from './DestroyDialog';

const MAX_COMMENT = 2000;

export interface DecisionFormProps {
  change: ChangeDetail;
  /** Of the plan on the screen. */
  digest: string;
  superseded: boolean;
  stale: boolean;
  onSettled: () => void;
}

/** Comment, reject, approve: for exactly the plan that is shown. */
export function DecisionForm(props: DecisionFormProps) {
  const { change, digest, superseded, stale, onSettled } = props;
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const [comment, setComment] = useKeptComment(change.id);
  const [missing, setMissing] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const approveButton = useRef<HTMLButtonElement>(null);
  const reasonId = useId();
  const decision = useDecision({ changeId: change.id, digest, onSettled });
  // It moves the focus and never approves.
  useShortcut('a', t('decide.focusKey'), () => approveButton.current?.focus());

  const { counts } = change.plan ?? {};
  const destroys =
    change.destructive || (counts?.destroy ?? 0) + (counts?.replace ?? 0) > 0;
  const off = offReason();
  const short = digest.slice(0, 8);

  return (
    <Box
      sx={{ flex: 1, minWidth: 'min(100%, 280px)', display: 'grid', gap: 1 }}
    >
      <DecisionNotice decision={decision} />
      {off && (
        <Typography id={reasonId} variant="body2">
          {off}
        </Typography>
      )}
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1,
          alignItems: 'flex-start',
        }}
      >
        <Button
          variant="outlined"
          color="inherit"
          disabled={!mayReject() || decision.busy !== undefined}
          aria-describedby={off ? reasonId : undefined}
          onClick={reject}
        >
          {decision.busy === 'reject'
            ? t('decide.rejecting')
            : t('decide.reject')}
        </Button>
        <Button
          ref={approveButton}
          variant="contained"
          disabled={off !== undefined || decision.busy !== undefined}
          aria-describedby={off ? reasonId : undefined}
          aria-keyshortcuts="a"
          onClick={() => (destroys ? setConfirming(true) : approve())}
        >
          {decision.busy === 'approve'
            ? t('decide.approving', { digest: short })
            : t('decide.approve', { digest: short })}
        </Button>
        {(change.can.approve.allowed || change.can.reject.allowed) && (
          <TextField
            size="small"
            multiline
            maxRows={4}
            label={t('decide.comment')}
            value={comment}
            onChange={event => {
              setMissing(false);
              setComment(event.target.value);
            }}
            error={missing}
            helperText={missing ? t('decide.rejectNeeds') : undefined}
            inputProps={{ maxLength: MAX_COMMENT }}
            sx={{ flex: '1 1 200px' }}
          />
        )}
      </Box>
      <DestroyDialog
        open={confirming}
        change={change}
        action={t('decide.approve', { digest: short })}
        onConfirm={approve}
        onClose={() => setConfirming(false)}
      />
    </Box>
  );

  function offReason(): string | undefined {
    if (!change.can.approve.allowed) {
      return change.can.approve.reason;
    }
    if (stale) {
      return t('decide.stale');
    }
    return superseded ? t('decide.superseded') : undefined;
  }

  function mayReject() {
    return change.can.reject.allowed && !stale && !superseded;
  }

  async function approve() {
    if (await decision.approve(comment.trim())) {
      setComment('');
    }
  }

  async function reject() {
    if (comment.trim() === '') {
      setMissing(true);
      return;
    }
    if (await decision.reject(comment.trim())) {
      setComment('');
    }
  }
}
