import { Link as RouterLink } from 'react-router-dom';
import Button from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { changeSubmitPermission } from '@orion/backstage-plugin-orion-changes-common';
import { orionReactTranslationRef } from '../../translation';

/** The way to the form of an order. @public */
export interface OrderButtonProps {
  /** What is ordered, for example "Order VM". */
  label: string;
  /** Path of the form. */
  to: string;
  /** Another button stands first on the page. */
  second?: boolean;
}

/**
 * Leads to the form of an order; without the permission to submit changes it is
 * off and says why.
 *
 * @public
 */
export function OrderButton({ label, to, second }: OrderButtonProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const { allowed, loading } = usePermission({
    permission: changeSubmitPermission,
  });
  const minHeight = { xs: 44, sm: 36 };
  if (allowed || loading) {
    return (
      <Button
        variant={second ? 'outlined' : 'contained'}
        component={RouterLink}
        to={to}
        sx={{ minHeight }}
      >
        {label}
      </Button>
    );
  }
  // It keeps the focus, so that keyboards and screen readers reach the reason.
  return (
    <Tooltip title={t('order.denied')} describeChild>
      <Button
        variant="outlined"
        color="inherit"
        aria-disabled="true"
        sx={{
          minHeight,
          cursor: 'default',
          // Off, yet readable: the reason is behind it.
          color: 'text.secondary',
          borderStyle: 'dashed',
        }}
      >
        {label}
      </Button>
    </Tooltip>
  );
}
