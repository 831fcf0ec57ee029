import { useMemo } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ChangeSummary } from '@orion/backstage-plugin-orion-changes-common';
import {
  changeStatusWord,
  DataTable,
  Deadline,
  entityRefName,
  StatusChip,
  TimeAgo,
} from '@orion/backstage-plugin-orion-react';
import { ChangesView } from '../../lib/mergeChanges';
import { changeRouteRef } from '../../routes';
import { orionChangesTranslationRef } from '../../translation';
import { Counts } from '../Counts/Counts';
import { changeColumns } from './changeColumns';

export interface ChangesTableProps {
  view: ChangesView;
  stale: boolean;
  /** Ids of columns the reader does not want. */
  hidden: ReadonlySet<string>;
  onMore?: () => void;
  loadingMore: boolean;
}

/** The rows of the inbox. */
export function ChangesTable({
  view,
  stale,
  hidden,
  onMore,
  loadingMore,
}: ChangesTableProps) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const navigate = useNavigate();
  const link = useRouteRef(changeRouteRef);
  const href = (change: ChangeSummary) =>
    link?.({ changeId: String(change.id) }) ?? '';
  const columns = useMemo(
    () =>
      changeColumns({
        title: id => t(`column.${id}`),
        stale,
        name: change => <Title change={change} href={href(change)} inGrid />,
        when: change => (
          <When change={change} left={view.gone.has(change.id)} />
        ),
      }).filter(({ id }) => !hidden.has(id)),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [t, stale, link, view.gone, hidden],
  );
  return (
    <DataTable
      label={t('inbox.what')}
      columns={columns}
      rows={view.items}
      total={view.total}
      minWidth={Math.max(420, columns.length * 157)}
      rowKey={change => String(change.id)}
      rowName={change => change.title}
      faded={change => view.gone.has(change.id)}
      onOpen={change => navigate(href(change))}
      onMore={onMore}
      loadingMore={loadingMore}
      card={change => (
        <Box sx={{ display: 'grid', gap: 1 }}>
          <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
            <Title change={change} href={href(change)} />
          </Box>
          <Box
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              columnGap: 2,
              rowGap: 0.5,
            }}
          >
            <StatusChip
              plain
              stale={stale}
              word={changeStatusWord(change.state)}
            />
            <Counts counts={change.counts} />
          </Box>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2 }}>
            <span>
              {t('inbox.people', {
                owner: entityRefName(change.owner),
                requester: entityRefName(change.requester),
              })}
            </span>
            <When change={change} left={view.gone.has(change.id)} />
          </Box>
        </Box>
      )}
    />
  );
}

function Title(props: {
  change: ChangeSummary;
  href: string;
  inGrid?: boolean;
}) {
  const { change, href, inGrid } = props;
  return (
    <Link component={RouterLink} to={href} tabIndex={inGrid ? -1 : undefined}>
      #{change.id} <bdi>{change.title}</bdi>
    </Link>
  );
}

/** The time that matters: what is left of the deadline, else the last step. */
function When({ change, left }: { change: ChangeSummary; left: boolean }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  if (left) {
    return <>{t('inbox.left')}</>;
  }
  return change.deadlineAt && change.state === 'awaiting-approval' ? (
    <Deadline at={change.deadlineAt} />
  ) : (
    <TimeAgo at={change.updatedAt} />
  );
}
