import { Link as RouterLink } from 'react-router-dom';
import Link from '@mui/material/Link';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ChangePage } from '@orion/backstage-plugin-orion-changes-common';
import {
  Loadable,
  Panel,
  touchArea,
} from '@orion/backstage-plugin-orion-react';
import { changesRouteRef } from '../../routes';
import { orionTranslationRef } from '../../translation';
import { ChangeRows } from '../ChangeRow/ChangeRows';

/** The changes that wait for this person's decision. */
export function WaitingPanel({ page }: { page: Loadable<ChangePage> }) {
  const { t } = useTranslationRef(orionTranslationRef);
  const inbox = useRouteRef(changesRouteRef);
  const total = 'data' in page ? page.data.total : undefined;
  return (
    <Panel
      title={
        total === undefined
          ? t('waiting.titleUnknown')
          : t('waiting.title', { n: String(total) })
      }
    >
      <ChangeRows
        id="waiting"
        page={page}
        what={t('waiting.what')}
        none={t('waiting.none')}
      >
        {inbox && Boolean(total) && (
          <Link
            component={RouterLink}
            to={inbox()}
            variant="body2"
            sx={touchArea}
          >
            {t('waiting.all', { count: total! })}
          </Link>
        )}
      </ChangeRows>
    </Panel>
  );
}
