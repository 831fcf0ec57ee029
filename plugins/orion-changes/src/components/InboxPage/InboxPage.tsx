import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PageBody, useUrlState } from '@orion/backstage-plugin-orion-react';
import { useWaitingCount } from '../../hooks/useWaitingCount';
import { orionChangesTranslationRef } from '../../translation';
import { SafeModeNotice } from '../SafeMode/SafeModeNotice';
import { ChangesList, ChangesViewName } from './ChangesList';

const views: ChangesViewName[] = ['waiting', 'mine', 'all'];

/** What must I decide, by when. */
export function InboxPage() {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const [wanted, setView] = useUrlState('view', 'waiting');
  const view = views.find(name => name === wanted) ?? 'waiting';
  const waiting = useWaitingCount();
  return (
    <PageBody>
      <SafeModeNotice />
      <Tabs
        value={view}
        onChange={(_, next: string) => setView(next)}
        aria-label={t('inbox.views')}
        variant="scrollable"
        scrollButtons={false}
      >
        <Tab
          value="waiting"
          label={
            waiting
              ? t('inbox.waitingCount', { n: String(waiting) })
              : t('inbox.waiting')
          }
        />
        <Tab value="mine" label={t('inbox.mine')} />
        <Tab value="all" label={t('inbox.all')} />
      </Tabs>
      <ChangesList key={view} view={view} />
    </PageBody>
  );
}
