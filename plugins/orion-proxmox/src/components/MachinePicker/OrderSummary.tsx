import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  entityRefName,
  LoadingBlock,
  Panel,
} from '@orion/backstage-plugin-orion-react';
import { useDryRun } from '../../hooks/useDryRun';
import { orionProxmoxTranslationRef } from '../../translation';
import { OrderRefused } from './OrderRefused';
import { QuotaAfter } from './QuotaAfter';
import { Verdicts } from './Verdicts';

export interface OrderSummaryProps {
  name: string;
  owner: string;
  /** The machine in one line. */
  machine: string | undefined;
  /** The whole order; undefined while parts are missing. */
  order: Record<string, unknown> | undefined;
}

/** What do I get, does it fit, who approves? */
export function OrderSummary({
  name,
  owner,
  machine,
  order,
}: OrderSummaryProps) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const verdict = useDryRun(order);
  return (
    <Panel title={t('order.title')} level={3}>
      <Box sx={{ display: 'grid', gap: 1.5 }} aria-live="polite">
        {machine && (
          <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
            {name && owner
              ? t('order.named', { name, owner: entityRefName(owner), machine })
              : machine}
          </Typography>
        )}
        {answer()}
      </Box>
    </Panel>
  );

  function answer() {
    if (!order) {
      return <Typography variant="body2">{t('order.incomplete')}</Typography>;
    }
    if (verdict.status === 'loading') {
      return (
        <LoadingBlock of={t('order.checking')} heights={[20, 20, 20, 20, 20]} />
      );
    }
    if (verdict.status === 'error') {
      return <OrderRefused error={verdict.error} retry={verdict.retry} />;
    }
    if (!verdict.data) {
      return null;
    }
    const { policy, quota, approvers } = verdict.data;
    return (
      <>
        <Verdicts policy={policy} />
        {quota && <QuotaAfter quota={quota} />}
        <Typography variant="body2">
          {approvers.length === 0
            ? t('order.noApprovers')
            : t('order.approvers', {
                groups: approvers.map(entityRefName).join(', '),
                count: approvers.length,
              })}
        </Typography>
      </>
    );
  }
}
