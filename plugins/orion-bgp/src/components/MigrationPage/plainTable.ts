/** Small tables that fit: no grid, no scrolling of their own, cards on a phone. */
export const plainTable = {
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: '0.875rem',
  fontVariantNumeric: 'tabular-nums',
  '& th, & td': {
    textAlign: 'start',
    paddingBlock: '6px',
    paddingInlineEnd: 2,
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    borderBlockEnd: '1px solid',
    borderColor: 'divider',
  },
  '& tbody th': { fontWeight: 400 },
  '& .number': { textAlign: 'end', whiteSpace: 'nowrap' },
} as const;
