import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ChangeDetail } from '@orion/backstage-plugin-orion-changes-common';
import { ConfirmDialog } from '@orion/backstage-plugin-orion-react';
import { orionChangesTranslationRef } from '../../translation';

export interface DestroyDialogProps {
  open: boolean;
  change: ChangeDetail;
  action: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** The approver of a loss types the name of what is lost. */
export function DestroyDialog({
  open,
  change,
  action,
  onConfirm,
  onClose,
}: DestroyDialogProps) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const losses = (change.plan?.lines ?? []).filter(
    line => line.action === 'destroy' || line.action === 'replace',
  );
  return (
    <ConfirmDialog
      open={open}
      dangerous
      title={t('decide.confirmTitle', { title: change.title })}
      typedName={change.target.name}
      action={action}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <Typography>
        {losses.length > 0
          ? t('decide.confirmText', { n: String(losses.length) })
          : t('decide.confirmKind')}
      </Typography>
      {losses.length > 0 && (
        <Box component="ul" sx={{ margin: 0, paddingInlineStart: 3 }}>
          {losses.map(line => (
            <li key={line.address}>
              <bdi>{line.title}</bdi> {line.detail}
            </li>
          ))}
        </Box>
      )}
    </ConfirmDialog>
  );
}
