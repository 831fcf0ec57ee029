import { Link as RouterLink } from 'react-router-dom';
import Link from '@mui/material/Link';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  changeStates,
  isTerminal,
} from '@orion/backstage-plugin-orion-changes-common';
import { Panel, touchArea } from '@orion/backstage-plugin-orion-react';
import { useChanges } from '../../hooks/useChanges';
import { useHeldOrder } from '../../hooks/useHeldOrder';
import { changesRouteRef } from '../../routes';
import { orionTranslationRef } from '../../translation';
import { ChangeRows } from '../ChangeRow/ChangeRows';

const open = changeStates.filter(state => !isTerminal(state));

/** What this person asked for and is still under way. */
export function MinePanel() {
  const { t } = useTranslationRef(orionTranslationRef);
  const inbox = useRouteRef(changesRouteRef);
  const page = useHeldOrder(
    useChanges({ view: 'mine', state: open, limit: 5 }),
  );
  const total = 'data' in page ? page.data.total : undefined;
  return (
    <Panel
      title={
        total === undefined
          ? t('mine.titleUnknown')
          : t('mine.title', { n: String(total) })
      }
    >
      <ChangeRows
        id="mine"
        page={page}
        what={t('mine.what')}
        none={t('mine.none')}
      >
        {inbox && Boolean(total) && (
          <Link
            component={RouterLink}
            to={`${inbox()}?view=mine`}
            variant="body2"
            sx={touchArea}
          >
            {t('mine.all')}
          </Link>
        )}
      </ChangeRows>
    </Panel>
  );
}
