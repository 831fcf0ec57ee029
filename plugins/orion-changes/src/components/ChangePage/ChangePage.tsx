import { useParams } from 'react-router-dom';
import {
  BreadcrumbEntry,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  LoadError,
  LoadingBlock,
  PageBody,
} from '@orion/backstage-plugin-orion-react';
import { useChange } from '../../hooks/useChange';
import { changeRouteRef } from '../../routes';
import { orionChangesTranslationRef } from '../../translation';
import { BackToList } from './BackToList';
import { ChangeView } from './ChangeView';

/** What happens, can it hurt, who decides. */
export function ChangePage() {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { changeId = '' } = useParams();
  const href = useRouteRef(changeRouteRef)?.({ changeId }) ?? '';
  return (
    <BreadcrumbEntry
      entry={{ label: t('change.breadcrumb', { id: changeId }), href }}
    >
      {/^\d{1,15}$/.test(changeId) ? (
        <LoadedChange key={changeId} id={Number(changeId)} />
      ) : (
        <PageBody>
          <EmptyState
            variant="no-match"
            what={t('change.what')}
            filter={`#${changeId}`}
          />
          <BackToList />
        </PageBody>
      )}
    </BreadcrumbEntry>
  );
}

function LoadedChange({ id }: { id: number }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const change = useChange(id);
  switch (change.status) {
    case 'loading':
      return (
        <PageBody>
          <LoadingBlock of={t('change.what')} heights={[32, 28, 40, 48, 320]} />
        </PageBody>
      );
    case 'error':
      return (
        <PageBody>
          <LoadError
            error={change.error}
            retry={change.retry}
            of={t('change.what')}
            action={<BackToList />}
          />
        </PageBody>
      );
    default:
      return <ChangeView change={change} />;
  }
}
