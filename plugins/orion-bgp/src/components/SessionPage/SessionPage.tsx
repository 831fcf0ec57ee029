import { Link as RouterLink, useParams } from 'react-router-dom';
import Link from '@mui/material/Link';
import {
  BreadcrumbEntry,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { SessionRef } from '@orion/backstage-plugin-orion-bgp-common';
import {
  LoadError,
  LoadingBlock,
  PageBody,
} from '@orion/backstage-plugin-orion-react';
import { useHrefs } from '../../hooks/useHrefs';
import { useSession } from '../../hooks/useSession';
import { orionBgpTranslationRef } from '../../translation';
import { SessionView } from './SessionView';

/** Is it up, what do we drop, why? */
export function SessionPage() {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { router = '', session = '' } = useParams();
  const href = useHrefs().session({ router, session });
  return (
    <BreadcrumbEntry
      entry={{
        label: t('session.breadcrumb', { name: session, router }),
        href,
      }}
    >
      <LoadedSession
        key={`${router} ${session}`}
        router={router}
        session={session}
      />
    </BreadcrumbEntry>
  );
}

function LoadedSession(ref: SessionRef) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const hrefs = useHrefs();
  const session = useSession(ref);
  switch (session.status) {
    case 'loading':
      return (
        <PageBody>
          <LoadingBlock
            of={t('session.what')}
            heights={[28, 150, 130, 300, 160]}
          />
        </PageBody>
      );
    case 'error':
      return (
        <PageBody>
          <LoadError
            error={session.error}
            retry={session.retry}
            of={t('session.what')}
            action={
              <Link component={RouterLink} to={hrefs.sessions}>
                {t('session.back')}
              </Link>
            }
          />
        </PageBody>
      );
    default:
      return <SessionView loaded={session} />;
  }
}
