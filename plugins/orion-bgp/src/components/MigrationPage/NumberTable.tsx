import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import { formatCount } from '@orion/backstage-plugin-orion-react';
import { cardTable, cell } from './cardTable';

/** A row: what it is about, and what came of it. */
interface NumberRow<T> {
  key: string;
  of: T;
  title: ReactNode;
  outcome: ReactNode;
  /** Of the outcome where the row is a card. */
  outcomeLabel?: string;
  /** It has a line of the card of its own. */
  wideOutcome?: boolean;
}

/** Numbers of several things beside each other, one outcome each. */
export function NumberTable<T>(props: {
  label: string;
  first: string;
  last: string;
  numbers: { label: string; pick(one: T): number }[];
  rows: NumberRow<T>[];
}) {
  const { first, label: name, last, numbers, rows } = props;
  return (
    <Box component="table" role="table" sx={cardTable} aria-label={name}>
      <thead>
        <tr role="row">
          <th role="columnheader">{first}</th>
          {numbers.map(({ label }) => (
            <th key={label} className="number" role="columnheader">
              {label}
            </th>
          ))}
          <th role="columnheader">{last}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, of, outcome, outcomeLabel, title, wideOutcome }) => (
          <tr key={key} role="row">
            <th scope="row" role="rowheader" data-wide>
              {title}
            </th>
            {numbers.map(({ label, pick }) => (
              <td key={label} className="number" {...cell} data-label={label}>
                {formatCount(pick(of))}
              </td>
            ))}
            <td
              {...cell}
              data-wide={wideOutcome ? true : undefined}
              data-label={outcomeLabel}
            >
              {outcome}
            </td>
          </tr>
        ))}
      </tbody>
    </Box>
  );
}
