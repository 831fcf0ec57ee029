import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ChangePage } from '@orion/backstage-plugin-orion-changes-common';
import {
  Loadable,
  LoadError,
  LoadingBlock,
  StaleNote,
} from '@orion/backstage-plugin-orion-react';
import { useKeptHeight } from '../../hooks/useKeptHeight';
import { ChangeRow, ROW_HEIGHT } from './ChangeRow';

export interface ChangeRowsProps {
  /** Names the list, also for the next visit. */
  id: string;
  page: Loadable<ChangePage>;
  /** For the texts of the loading and error states. */
  what: string;
  /** Said when there is none. */
  none: string;
  /** Below the rows. */
  children?: ReactNode;
}

/** A short list of changes in all its states, as high while it loads as it was. */
export function ChangeRows(props: ChangeRowsProps) {
  const kept = useKeptHeight(props.id, props.page.status !== 'loading');
  return (
    <div {...kept}>
      <Content {...props} />
    </div>
  );
}

function Content({ page, what, none, children }: ChangeRowsProps) {
  if (page.status === 'loading') {
    return <LoadingBlock of={what} heights={[ROW_HEIGHT]} />;
  }
  if (page.status === 'error') {
    return <LoadError list error={page.error} retry={page.retry} of={what} />;
  }
  const { items } = page.data;
  const stale = page.status === 'stale';
  return (
    <>
      {stale && <StaleNote at={page.observedAt} retry={page.retry} />}
      {items.length === 0 ? (
        <Typography
          variant="body2"
          color="text.secondary"
          // As high as one row, so that the first one to come moves nothing.
          sx={{ minHeight: ROW_HEIGHT }}
        >
          {none}
        </Typography>
      ) : (
        <Box component="ul" sx={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {items.map(change => (
            <ChangeRow key={change.id} change={change} stale={stale} />
          ))}
        </Box>
      )}
      {children}
    </>
  );
}
