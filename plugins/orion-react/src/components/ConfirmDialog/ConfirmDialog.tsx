import { FormEvent, ReactNode, useId, useState } from 'react';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { plainButtons } from '../PageBody/plainButtons';
import { describeError } from '../../format/describeError';
import { orionReactTranslationRef } from '../../translation';

/** What is asked, and what happens on yes. @public */
export interface ConfirmDialogProps {
  /** Closing forgets what was typed. */
  open: boolean;
  /** Names object and effect: "Destroy db-2 and its 40 GiB disk?" */
  title: string;
  /** Below the question: what is lost, fields of the caller. */
  children?: ReactNode;
  /** Verb and object: "Destroy db-2". */
  action: string;
  /** A red button, for what cannot be undone. */
  dangerous?: boolean;
  /** Must be typed or pasted before the action works. */
  typedName?: string;
  /**
   * Its button is off until it settles. A rejection is shown and the dialog
   * stays.
   */
  onConfirm: () => Promise<void> | void;
  /** After a confirm that worked too. */
  onClose: () => void;
}

/**
 * Asks before something that cannot be undone. Opens with the focus on Cancel.
 *
 * @public
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const titleId = useId();
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      aria-labelledby={titleId}
      maxWidth="sm"
      fullWidth
      sx={plainButtons}
    >
      {props.open && <ConfirmForm {...props} titleId={titleId} />}
    </Dialog>
  );
}

function ConfirmForm(props: ConfirmDialogProps & { titleId: string }) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const { typedName, dangerous } = props;
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const ready = typedName === undefined || typed.trim() === typedName;
  return (
    <form onSubmit={confirm}>
      <DialogTitle id={props.titleId}>{props.title}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        {props.children}
        {typedName !== undefined && (
          <TextField
            label={t('confirm.typeName', { name: typedName })}
            value={typed}
            onChange={event => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            sx={{ marginBlockStart: 1 }}
          />
        )}
        {error && <Alert severity="error">{error}</Alert>}
      </DialogContent>
      <DialogActions>
        {/* What cannot be undone starts with the way out. */}
        {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
        <Button autoFocus onClick={props.onClose}>
          {t('confirm.cancel')}
        </Button>
        <Button
          type="submit"
          variant="contained"
          color={dangerous ? 'error' : 'primary'}
          disabled={!ready || busy}
        >
          {busy ? t('confirm.working') : props.action}
        </Button>
      </DialogActions>
    </form>
  );

  async function confirm(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await props.onConfirm();
      props.onClose();
    } catch (cause) {
      setError(describeError(cause).message);
      setBusy(false);
    }
  }
}
