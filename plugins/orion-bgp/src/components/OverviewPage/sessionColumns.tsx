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
import { IntentMark } from '../IntentMark/IntentMark';
import { RestartMark } from '../RestartMark/RestartMark';
import { Sparkline, SparklineProps } from '../Sparkline/Sparkline';
import { LimitValue } from './LimitValue';

// Plain styles, as in chips: a class of its own for each cell shows while scrolling.
const NAME = { display: 'flex', alignItems: 'center', gap: 8 } as const;
const CUT = { overflow: 'hidden', textOverflow: 'ellipsis' } as const;
// Only what the name and its marks leave: those are what people look for.
const REST = { ...CUT, flex: '1 1 0', minWidth: 0 } as const;
const SMALL = { fontSize: '0.75rem' } as const;

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
  /** Stands behind a number that is of what was let in, not of what came in. */
  acceptedOnly: string;
  name(row: SessionRow): string;
  /** Of the neighbor's autonomous system. */
  asName(row: SessionRow): string | undefined;
  href(row: SessionRow): string;
  isStale(row: SessionRow): boolean;
  /** The router or NetBox is silent. */
  isIntentStale(row: SessionRow): boolean;
  /** A day of received routes. */
  trend(row: SessionRow): SparklineProps | undefined;
}

/** The cells of the sessions' table. */
export function sessionColumns(
  options: SessionColumnsOptions,
): DataColumn<SessionRow>[] {
  const { title, acceptedOnly, name, asName, href, trend } = options;
  const { isStale, isIntentStale } = options;
  const received = ({ family }: SessionRow) => {
    const brought = receivedCounter(family);
    const value = <CounterValue counter={brought?.counter} />;
    return brought?.step === 'accepted' ? (
      <span>
        {value} <span style={SMALL}>{acceptedOnly}</span>
      </span>
    ) : (
      value
    );
  };
  const column = (
    id: ColumnId,
    width: string,
    render: DataColumn<SessionRow>['render'],
    align: 'start' | 'end' = 'start',
  ) => ({ id, title: title(id), width, render, align });
  const mark = (row: SessionRow) => {
    const { session } = row;
    if (session.drift) {
      return <StatusChip plain word="drifted" />;
    }
    return session.restarting ? (
      <RestartMark session={session} stale={isStale(row)} />
    ) : (
      <IntentMark session={session} stale={isIntentStale(row)} />
    );
  };
  return [
    {
      ...column('neighbor', 'minmax(16.5rem, 2fr)', row => (
        <span style={NAME}>
          <RouterLink
            to={href(row)}
            title={[name(row), asName(row)].filter(Boolean).join(', ')}
            tabIndex={-1}
            style={CUT}
          >
            <bdi>{name(row)}</bdi>
          </RouterLink>
          <Box component="bdi" sx={{ ...REST, color: 'text.secondary' }}>
            {asName(row)}
          </Box>
          {/* One mark, or nothing of the name is left; the page of the session has both. */}
          {mark(row)}
        </span>
      )),
      rowHeader: true,
    },
    column('state', '10rem', row => (
      <StatusChip plain word={row.word} stale={isStale(row)} />
    )),
    column('since', '7.5rem', ({ session }) => <TimeAgo at={session.since} />),
    column(
      'received',
      '12rem',
      row => {
        const line = trend(row);
        return (
          <span
            style={{
              display: 'inline-flex',
              verticalAlign: 'middle',
              alignItems: 'center',
              gap: 8,
            }}
          >
            {line && <Sparkline {...line} />}
            {received(row)}
          </span>
        );
      },
      'end',
    ),
    column(
      'filtered',
      '5.5rem',
      ({ family }) => <CounterValue counter={family?.counters.filtered} />,
      'end',
    ),
    column(
      'exported',
      '6rem',
      ({ family }) => <CounterValue counter={family?.counters.exported} />,
      'end',
    ),
    column(
      'limit',
      '4.5rem',
      ({ family }) => <LimitValue short limit={family?.importLimit} />,
      'end',
    ),
    column('router', 'minmax(5rem, 0.2fr)', ({ session }) => session.router),
  ];
}
