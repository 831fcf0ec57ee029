import { Link as RouterLink } from 'react-router-dom';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EmptyState, PageBody } from '@orion/backstage-plugin-orion-react';
import { useHrefs } from '../../hooks/useHrefs';
import { orionBgpTranslationRef } from '../../translation';

/** Below a tab, where nothing is: an address that was typed or cut off. */
export function NoSuchPage() {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { sessions } = useHrefs();
  return (
    <PageBody>
      <EmptyState
        variant="none"
        title={t('noPage.title')}
        text={t('noPage.text')}
        action={
          <Link component={RouterLink} to={sessions}>
            {t('session.back')}
          </Link>
        }
      />
    </PageBody>
  );
}
