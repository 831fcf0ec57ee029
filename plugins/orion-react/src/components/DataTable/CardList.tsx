import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import { touchArea } from '../PageBody/touchArea';

/**
 * How cards look, said once on their list: a style per card would be computed
 * thousands of times while scrolling.
 */
export function CardList(props: {
  label: string;
  height?: number;
  children: ReactNode;
}) {
  return (
    <Box
      component="ul"
      aria-label={props.label}
      sx={{
        listStyle: 'none',
        margin: 0,
        padding: 0,
        position: 'relative',
        height: props.height,
        '& .orion-card': { paddingBlockEnd: 1, color: 'text.primary' },
        '& .orion-card[data-faded]': { color: 'text.secondary' },
        '& .orion-card[data-placed]': {
          position: 'absolute',
          insetInline: 0,
          insetBlockStart: 0,
        },
        '& .orion-card-frame': {
          display: 'flex',
          gap: 1,
          border: '1px solid',
          borderColor: 'divider',
          borderRadius: '4px',
          backgroundColor: 'background.paper',
          padding: 1.5,
          minHeight: 60,
          cursor: 'pointer',
        },
        '& .orion-card-frame a': touchArea,
        '& .orion-card-text': { flex: 1, minWidth: 0 },
        // Into the card's own padding, so that no card grows by it.
        '& .orion-card-menu': {
          flex: 'none',
          width: 44,
          height: 44,
          margin: -1.5,
          marginInlineStart: 0,
        },
      }}
    >
      {props.children}
    </Box>
  );
}
