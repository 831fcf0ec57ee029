import { useState } from 'react';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SettlementOutcome } from '@orion/backstage-plugin-orion-changes-common';
import { orionChangesTranslationRef } from '../../translation';
import { ActionProps } from './CancelAction';
import { SettleDialog } from './SettleDialog';

/** Ends a change that needs attention by hand: ORION still looks before it believes. */
export function SettleAction({ change, stale, onSettled }: ActionProps) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const [outcome, setOutcome] = useState<SettlementOutcome>();
  const { settlement } = change;
  const { allowed, reason } = change.can.settle;
  if (settlement && !allowed) {
    return <Typography variant="body2">{reason}</Typography>;
  }
  const outcomes: SettlementOutcome[] = settlement
    ? [settlement.outcome]
    : ['succeeded', 'failed'];
  return (
    <>
      {outcomes.map(one => (
        <Button
          key={one}
          color="inherit"
          variant="outlined"
          disabled={!allowed || stale}
          title={allowed ? undefined : reason}
          onClick={() => setOutcome(one)}
        >
          {settlement ? t('settle.confirmFailed') : t(`settle.${one}`)}
        </Button>
      ))}
      <SettleDialog
        change={change}
        outcome={outcome}
        onSettled={onSettled}
        onClose={() => setOutcome(undefined)}
      />
    </>
  );
}
