import { ChangeDetail } from '@orion/backstage-plugin-orion-changes-common';
import {
  Loadable,
  PageBody,
  StaleNote,
  SummarySentence,
  TwoPane,
} from '@orion/backstage-plugin-orion-react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useShownPlan } from '../../hooks/useShownPlan';
import { orionChangesTranslationRef } from '../../translation';
import { SafeModeNotice } from '../SafeMode/SafeModeNotice';
import { ActionBar } from './ActionBar';
import { ChangeAside } from './ChangeAside';
import { ChangeTabs } from './ChangeTabs';
import { Headline } from './Headline';
import { ProgressStrip } from './ProgressStrip';
import { SupersededNote } from './SupersededNote';
import { useSentence } from './useSentence';

export interface ChangeViewProps {
  change: Extract<Loadable<ChangeDetail>, { data: ChangeDetail }>;
}

/** One change whose data is there, fresh or old. */
export function ChangeView({ change: loaded }: ChangeViewProps) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { data: change, retry } = loaded;
  const stale = loaded.status === 'stale';
  const shown = useShownPlan(change);
  const sentence = useSentence(change, shown.plan);
  return (
    <PageBody
      bar={
        <ActionBar
          change={change}
          shown={shown}
          stale={stale}
          onSettled={retry}
        />
      }
    >
      <SafeModeNotice />
      {stale && <StaleNote at={loaded.observedAt} retry={retry} />}
      <Headline change={change} stale={stale} />
      <SummarySentence>{sentence}</SummarySentence>
      <ProgressStrip change={change} />
      <SupersededNote shown={shown} />
      <TwoPane
        asideLabel={t('change.aside')}
        aside={<ChangeAside change={change} plan={shown.plan} />}
      >
        <ChangeTabs change={change} plan={shown.plan} />
      </TwoPane>
    </PageBody>
  );
}
