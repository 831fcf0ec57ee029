import { SxProps, Theme } from '@mui/material/styles';
import { visuallyHidden } from '@orion/backstage-plugin-orion-react';

/**
 * A small table whose rows are cards where there is little room: the first cell is
 * the card's title, cells with `data-label` say what they are, `data-wide` ones have
 * a line of their own, `data-empty` ones are left out of the card. Rows and cells need their roles spelled out: browsers
 * forget them when these are no longer displayed as a table.
 */
export const cardTable: SxProps<Theme> = ({ breakpoints, palette }) => ({
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: '0.875rem',
  fontVariantNumeric: 'tabular-nums',
  '& th, & td': {
    textAlign: 'start',
    paddingBlock: '6px',
    paddingInlineEnd: '16px',
    verticalAlign: 'top',
    // Not `anywhere`: columns would shrink below their words.
    overflowWrap: 'break-word',
    borderBlockEnd: '1px solid',
    borderColor: palette.divider,
  },
  '& tbody th': { fontWeight: 400 },
  '& .number': { textAlign: 'end', whiteSpace: 'nowrap' },
  [breakpoints.down('md')]: {
    '&, & tbody': { display: 'block' },
    '& thead': visuallyHidden,
    '& tbody tr': {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: '16px',
      rowGap: '2px',
      paddingBlock: '10px',
      borderBlockEnd: `1px solid ${palette.divider}`,
    },
    '& tbody tr:last-of-type': { borderBlockEnd: 0 },
    '& tbody th, & tbody td': {
      padding: 0,
      border: 0,
      minWidth: 0,
      overflowWrap: 'anywhere',
    },
    '& tbody th': { flex: '1 0 60%', fontWeight: 600 },
    '& tbody [data-wide]': { flexBasis: '100%' },
    '& tbody td[data-empty]': { display: 'none' },
    '& tbody td[data-label]::before': {
      content: 'attr(data-label) " "',
      color: palette.text.secondary,
    },
  },
});

/** The role of a `td`; spread, because linters take every cell for one of a grid. */
export const cell = { role: 'cell' } as const;
