import { Link as RouterLink } from 'react-router-dom';
import Button from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { changeSubmitPermission } from '@orion/backstage-plugin-orion-changes-common';
import { templateRouteRef } from '../../routes';
import { orionProxmoxTranslationRef } from '../../translation';

/** Leads to the form of an order; without the role it is off and says why. */
export function OrderButton() {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const { allowed, loading } = usePermission({
    permission: changeSubmitPermission,
  });
  const template = useRouteRef(templateRouteRef);
  if (!template) {
    return null;
  }
  const href = template({
    namespace: 'default',
    templateName: 'virtual-machine',
  });
  const variant = 'contained';
  const minHeight = { xs: 44, sm: 36 };
  if (allowed || loading) {
    return (
      <Button
        variant={variant}
        component={RouterLink}
        to={href}
        sx={{ minHeight }}
      >
        {t('guests.order')}
      </Button>
    );
  }
  // It keeps the focus, so that keyboards and screen readers reach the reason.
  return (
    <Tooltip title={t('guests.orderDenied')} describeChild>
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
        {t('guests.order')}
      </Button>
    </Tooltip>
  );
}
