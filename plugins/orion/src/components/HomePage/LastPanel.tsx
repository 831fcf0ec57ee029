import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  changeStates,
  isTerminal,
} from '@orion/backstage-plugin-orion-changes-common';
import { Panel } from '@orion/backstage-plugin-orion-react';
import { useChanges } from '../../hooks/useChanges';
import { orionTranslationRef } from '../../translation';
import { ChangeRows } from '../ChangeRow/ChangeRows';

const ended = changeStates.filter(isTerminal);

/** The change that ended last. */
export function LastPanel() {
  const { t } = useTranslationRef(orionTranslationRef);
  const page = useChanges({ view: 'all', state: ended, limit: 1 });
  return (
    <Panel title={t('last.title')}>
      <ChangeRows
        id="last"
        page={page}
        what={t('last.what')}
        none={t('last.none')}
      />
    </Panel>
  );
}
