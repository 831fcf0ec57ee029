import { useMemo } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ChangeSummary } from '@orion/backstage-plugin-orion-changes-common';
import {
  changeStatusWord,
  DataColumn,
  DataTable,
  Deadline,
  entityRefName,
  EntityRefText,
  StatusChip,
  TimeAgo,
} from '@orion/backstage-plugin-orion-react';
import { ChangesView } from '../../lib/mergeChanges';
import { changeRouteRef } from '../../routes';
import { orionChangesTranslationRef } from '../../translation';
import { Counts } from '../Counts/Counts';

export interface ChangesTableProps {
  view: ChangesView;
  stale: boolean;
  onMore?: () => void;
  loadingMore: boolean;
}

/** The rows of the inbox. */
export function ChangesTable({
  view,
  stale,
  onMore,
  loadingMore,
}: ChangesTableProps) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const navigate = useNavigate();
  const link = useRouteRef(changeRouteRef);
  const href = (change: ChangeSummary) =>
    link?.({ changeId: String(change.id) }) ?? '';
  const columns = useMemo<DataColumn<ChangeSummary>[]>(
    () => [
      {
        id: 'state',
        title: t('column.state'),
        width: '14.5rem',
        render: change => (
          <StatusChip
            plain
            stale={stale}
            word={changeStatusWord(change.state)}
          />
        ),
      },
      {
        id: 'change',
        title: t('column.change'),
        width: 'minmax(14rem, 3fr)',
        rowHeader: true,
        render: change => <Title change={change} href={href(change)} inGrid />,
      },
      {
        id: 'counts',
        title: t('column.counts'),
        width: '10rem',
        render: change => <Counts counts={change.counts} />,
      },
      {
        id: 'owner',
        title: t('column.owner'),
        width: 'minmax(7rem, 1fr)',
        render: change => <EntityRefText entityRef={change.owner} />,
      },
      {
        id: 'requester',
        title: t('column.requester'),
        width: 'minmax(8rem, 1fr)',
        render: change => <EntityRefText entityRef={change.requester} />,
      },
      {
        id: 'when',
        title: t('column.when'),
        width: '9rem',
        align: 'end',
        render: change => (
          <When change={change} left={view.gone.has(change.id)} />
        ),
      },
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [t, stale, link, view.gone],
  );
  return (
    <DataTable
      label={t('inbox.what')}
      columns={columns}
      rows={view.items}
      total={view.total}
      minWidth={940}
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
