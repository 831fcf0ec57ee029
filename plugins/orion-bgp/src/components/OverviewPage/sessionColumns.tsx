import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import {
  DataColumn,
  StatusChip,
  TimeAgo,
} from '@orion/backstage-plugin-orion-react';
import { receivedCounter } from '../../lib/receivedCounter';
import { SessionRow } from '../../lib/sessionRows';
import { CounterValue } from '../CounterValue/CounterValue';
import { Sparkline } from '../Sparkline/Sparkline';
import { LimitValue } from './LimitValue';

type ColumnId =
  | 'neighbor'
  | 'state'
  | 'since'
  | 'received'
  | 'filtered'
  | 'exported'
  | 'limit'
  | 'router';

export interface SessionColumnsOptions {
  title(id: ColumnId): string;
  name(row: SessionRow): string;
  /** Of the neighbor's autonomous system. */
  asName(row: SessionRow): string | undefined;
  href(row: SessionRow): string;
  isStale(row: SessionRow): boolean;
  /** A day of received routes. */
  trend(row: SessionRow): (number | null)[] | undefined;
}

/** The cells of the sessions' table. */
export function sessionColumns(
  options: SessionColumnsOptions,
): DataColumn<SessionRow>[] {
  const { title, name, asName, href, isStale, trend } = options;
  const column = (
    id: ColumnId,
    width: string,
    render: DataColumn<SessionRow>['render'],
    align: 'start' | 'end' = 'start',
  ) => ({ id, title: title(id), width, render, align });
  return [
    {
      ...column('neighbor', 'minmax(11rem, 1.6fr)', row => (
        <>
          <RouterLink
            to={href(row)}
            title={[name(row), asName(row)].filter(Boolean).join(', ')}
            tabIndex={-1}
          >
            <bdi>{name(row)}</bdi>
          </RouterLink>{' '}
          <Box component="bdi" sx={{ color: 'text.secondary' }}>
            {asName(row)}
          </Box>
        </>
      )),
      rowHeader: true,
    },
    column('state', '8.5rem', row => (
      <StatusChip plain word={row.word} stale={isStale(row)} />
    )),
    column('since', '8rem', ({ session }) => <TimeAgo at={session.since} />),
    column(
      'received',
      '12rem',
      row => (
        <span
          style={{
            display: 'inline-flex',
            verticalAlign: 'middle',
            alignItems: 'center',
            gap: 8,
          }}
        >
          <Sparkline values={trend(row) ?? []} />
          <CounterValue counter={receivedCounter(row.family)} />
        </span>
      ),
      'end',
    ),
    column(
      'filtered',
      '6.5rem',
      ({ family }) => <CounterValue counter={family?.counters.filtered} />,
      'end',
    ),
    column(
      'exported',
      '6.5rem',
      ({ family }) => <CounterValue counter={family?.counters.exported} />,
      'end',
    ),
    column(
      'limit',
      '6rem',
      ({ family }) => <LimitValue short limit={family?.importLimit} />,
      'end',
    ),
    column('router', 'minmax(5rem, 0.7fr)', ({ session }) => session.router),
  ];
}
