import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  LoadError,
  LoadingBlock,
  PageBody,
  StaleNote,
} from '@orion/backstage-plugin-orion-react';
import { useMigration } from '../../hooks/useMigration';
import { orionBgpTranslationRef } from '../../translation';
import { MigrationView } from './MigrationView';

/** May we cut over, what blocks? */
export function MigrationPage() {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const migration = useMigration();
  return <PageBody>{body()}</PageBody>;

  function body() {
    if (migration.status === 'loading') {
      return <LoadingBlock of={t('migration.what')} heights={[25, 190, 320]} />;
    }
    if (migration.status === 'error') {
      return (
        <LoadError
          error={migration.error}
          retry={migration.retry}
          of={t('migration.what')}
        />
      );
    }
    const { migration: found, note } = migration.data;
    return (
      <>
        {migration.status === 'stale' && (
          <StaleNote at={migration.observedAt} retry={migration.retry} />
        )}
        {found ? (
          <MigrationView
            migration={found}
            stale={migration.status === 'stale'}
          />
        ) : (
          <EmptyState
            variant="none"
            title={t('migration.notConfigured')}
            text={note}
          />
        )}
      </>
    );
  }
}
