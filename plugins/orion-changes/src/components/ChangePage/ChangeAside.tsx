import Box from '@mui/material/Box';
import {
  ChangeDetail,
  ChangePlanView,
} from '@orion/backstage-plugin-orion-changes-common';
import { FactsPanel } from './FactsPanel';
import { NextPanel } from './NextPanel';
import { PolicyPanel } from './PolicyPanel';
import { QuotaPanel } from './QuotaPanel';

export interface ChangeAsideProps {
  change: ChangeDetail;
  plan: ChangePlanView | undefined;
}

/** Who acts next, what the rules say, what it costs, what it is about. */
export function ChangeAside({ change, plan }: ChangeAsideProps) {
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <NextPanel change={change} />
      <PolicyPanel verdicts={plan?.policy} />
      {plan?.quota && <QuotaPanel quota={plan.quota} />}
      <FactsPanel change={change} plan={plan} />
    </Box>
  );
}
