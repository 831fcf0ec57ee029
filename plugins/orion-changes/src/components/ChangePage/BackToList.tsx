import { Link as RouterLink } from 'react-router-dom';
import Button from '@mui/material/Button';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../../routes';
import { orionChangesTranslationRef } from '../../translation';

export function BackToList() {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const href = useRouteRef(rootRouteRef)?.();
  return href ? (
    <Button component={RouterLink} to={href} sx={{ justifySelf: 'start' }}>
      {t('change.list')}
    </Button>
  ) : null;
}
