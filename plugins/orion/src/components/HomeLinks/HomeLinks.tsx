import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { OrderButton } from '@orion/backstage-plugin-orion-react';
import {
  catalogRouteRef,
  changeRouteRef,
  docsRouteRef,
  guestsRouteRef,
  templateRouteRef,
} from '../../routes';
import { orionTranslationRef } from '../../translation';

/** The next steps; the first waiting decision comes before an order. */
export function HomeLinks({ firstWaiting }: { firstWaiting?: number }) {
  const { t } = useTranslationRef(orionTranslationRef);
  const change = useRouteRef(changeRouteRef);
  const guests = useRouteRef(guestsRouteRef);
  const catalog = useRouteRef(catalogRouteRef);
  const docs = useRouteRef(docsRouteRef);
  const order = useRouteRef(templateRouteRef)?.({
    namespace: 'default',
    templateName: 'virtual-machine',
  });
  const decide = firstWaiting === undefined ? undefined : String(firstWaiting);
  const links = [
    { text: t('actions.guests'), to: guests?.() },
    { text: t('actions.catalog'), to: catalog?.() },
    { text: t('actions.docs'), to: docs?.() },
  ];
  return (
    <Box
      component="nav"
      aria-label={t('actions.label')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: 1,
        '& > a': { minHeight: { xs: 44, sm: 36 } },
      }}
    >
      {decide && change && (
        <Button
          variant="contained"
          component={RouterLink}
          to={change({ changeId: decide })}
        >
          {t('actions.decide', { id: decide })}
        </Button>
      )}
      {order && (
        <OrderButton
          label={t('actions.order')}
          to={order}
          second={Boolean(decide)}
        />
      )}
      {links.map(
        ({ text, to }) =>
          to && (
            <Button key={text} component={RouterLink} to={to}>
              {text}
            </Button>
          ),
      )}
    </Box>
  );
}
