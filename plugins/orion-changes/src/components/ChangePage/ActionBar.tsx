import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ChangeDetail,
  isTerminal,
} from '@orion/backstage-plugin-orion-changes-common';
import { ShownPlan } from '../../hooks/useShownPlan';
import { orionChangesTranslationRef } from '../../translation';
import { CancelAction } from './CancelAction';
import { DecisionForm } from './DecisionForm';
import { hasOutcome, OutcomeActions } from './OutcomeActions';
import { RecoverAction } from './RecoverAction';
import { SettleAction } from './SettleAction';

export interface ActionBarProps {
  change: ChangeDetail;
  shown: ShownPlan;
  stale: boolean;
  onSettled: () => void;
}

/** What can be done now, at the foot of the page; over the navigation on a phone. */
export function ActionBar({ change, shown, stale, onSettled }: ActionBarProps) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const ended = hasOutcome(change);
  if (isTerminal(change.state) && !ended) {
    return null;
  }
  const deciding =
    change.state === 'awaiting-approval' && shown.plan !== undefined;
  return (
    <Box
      role="region"
      aria-label={ended ? t('outcome.region') : t('decide.region')}
      sx={{
        position: { xs: 'fixed', sm: 'sticky' },
        insetInline: 0,
        // The framework's navigation takes the last 56 pixels on a phone.
        insetBlockEnd: { xs: 56, sm: 0 },
        // A low window, as with a zoom of 200 %, is for what the bar is about.
        '@media (min-width: 600px) and (max-height: 480px)': {
          position: 'static',
        },
        zIndex: 3,
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1,
        paddingBlock: 1,
        paddingInline: { xs: 2, sm: 1.5 },
        backgroundColor: 'background.paper',
        border: '1px solid',
        borderColor: 'divider',
        borderRadius: { xs: 0, sm: '4px' },
        '& [class*="MuiButton-root"]': { minHeight: { xs: 44, sm: 40 } },
        '@media print': { display: 'none' },
      }}
    >
      {deciding && shown.plan && (
        <DecisionForm
          key={change.id}
          change={change}
          digest={shown.plan.digest}
          superseded={shown.newer !== undefined}
          stale={stale}
          onSettled={onSettled}
        />
      )}
      {change.state === 'needs-attention' && (
        <>
          <RecoverAction change={change} stale={stale} onSettled={onSettled} />
          <SettleAction change={change} stale={stale} onSettled={onSettled} />
        </>
      )}
      {ended && <OutcomeActions change={change} />}
      {!isTerminal(change.state) &&
        !(deciding && change.can.reject.allowed) &&
        change.state !== 'needs-attention' && (
          <CancelAction change={change} stale={stale} onSettled={onSettled} />
        )}
    </Box>
  );
}
