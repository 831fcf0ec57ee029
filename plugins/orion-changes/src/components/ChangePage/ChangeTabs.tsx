import Box from '@mui/material/Box';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ChangeDetail,
  ChangePlanView,
  isTerminal,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  DiffLines,
  EmptyState,
  useUrlState,
} from '@orion/backstage-plugin-orion-react';
import { ChangeTab, defaultTab } from '../../lib/defaultTab';
import { orionChangesTranslationRef } from '../../translation';
import { ChangeTimeline } from './ChangeTimeline';
import { Evidence } from './Evidence';
import { LogTab } from './LogTab';

export interface ChangeTabsProps {
  change: ChangeDetail;
  plan: ChangePlanView | undefined;
}

/** Plan, Log, Timeline, and the evidence when there is some. */
export function ChangeTabs({ change, plan }: ChangeTabsProps) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const hasEvidence = change.evidence !== undefined;
  const tabs: ChangeTab[] = [
    'plan',
    'log',
    'timeline',
    ...(hasEvidence ? ['evidence' as const] : []),
  ];
  const [wanted, setTab] = useUrlState('tab');
  const tab =
    tabs.find(name => name === wanted) ?? defaultTab(change.state, hasEvidence);
  return (
    <>
      <Tabs
        value={tab}
        onChange={(_, next: ChangeTab) => setTab(next)}
        aria-label={t('change.tabs')}
        variant="scrollable"
        scrollButtons={false}
        sx={{
          borderBlockEnd: '1px solid',
          borderColor: 'divider',
          '@media print': { display: 'none' },
        }}
      >
        {tabs.map(name => (
          <Tab
            key={name}
            value={name}
            label={t(`tab.${name}`)}
            id={`change-tab-${name}`}
            aria-controls={name === tab ? `change-panel-${name}` : undefined}
          />
        ))}
      </Tabs>
      <Box
        role="tabpanel"
        id={`change-panel-${tab}`}
        aria-labelledby={`change-tab-${tab}`}
        sx={{ paddingBlockStart: 1.5 }}
      >
        {panel()}
      </Box>
      <PrintedRest change={change} plan={plan} tab={tab} />
    </>
  );

  function panel() {
    switch (tab) {
      case 'log':
        return <LogTab change={change} />;
      case 'timeline':
        return <ChangeTimeline change={change} />;
      case 'evidence':
        return <Evidence evidence={change.evidence} />;
      default:
        return plan ? (
          <DiffLines key={plan.digest} lines={plan.lines} />
        ) : (
          <EmptyState
            variant="none"
            title={isTerminal(change.state) ? t('plan.never') : t('plan.none')}
            text={change.next.text}
          />
        );
    }
  }
}

/** On paper the plan and the timeline follow, whichever tab is open. */
function PrintedRest({
  change,
  plan,
  tab,
}: ChangeTabsProps & { tab: ChangeTab }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  return (
    <Box sx={{ display: 'none', '@media print': { display: 'block' } }}>
      {tab !== 'plan' && plan && (
        <>
          <h3>{t('tab.plan')}</h3>
          <DiffLines lines={plan.lines} />
        </>
      )}
      {tab !== 'timeline' && (
        <>
          <h3>{t('tab.timeline')}</h3>
          <ChangeTimeline change={change} />
        </>
      )}
    </Box>
  );
}
