import { Theme } from '@mui/material/styles';

/**
 * How rows and cells look, said once on the grid: a style per cell would be
 * computed thousands of times while scrolling.
 */
export function gridStyles({ palette }: Theme, tracks: string) {
  return {
    '& .orion-row': {
      position: 'relative',
      display: 'grid',
      gridTemplateColumns: tracks,
      alignItems: 'center',
      cursor: 'pointer',
      borderBlockEnd: `1px solid ${palette.divider}`,
      // Opaque, because the first cell stays over the others while scrolling sideways.
      backgroundColor: palette.background.paper,
      color: palette.text.primary,
      '&:hover': {
        backgroundColor: palette.mode === 'dark' ? '#515151' : '#EBEBEB',
      },
      // Over the first cell, which is opaque.
      '&:focus-visible': { outline: 'none' },
      '&:focus-visible::after': {
        content: '""',
        position: 'absolute',
        inset: 0,
        zIndex: 2,
        border: '2px solid',
        pointerEvents: 'none',
      },
      '&[data-faded]': { color: palette.text.secondary },
      '&[data-placed]': {
        position: 'absolute',
        insetInline: 0,
        insetBlockStart: 0,
      },
    },
    '& .orion-cell': {
      paddingInline: '12px',
      minWidth: 0,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
      fontSize: '0.875rem',
      '&[data-end]': { textAlign: 'end' },
      '& a': {
        color: palette.primary.main,
        textDecoration: 'none',
        '&:hover': { textDecoration: 'underline' },
      },
    },
    // In reach also where the table scrolls sideways.
    '& .orion-cell-menu': {
      position: 'sticky',
      insetInlineEnd: 0,
      zIndex: 1,
      height: '100%',
      backgroundColor: 'inherit',
    },
    '& .orion-row-menu': {
      display: 'grid',
      placeItems: 'center',
      width: '100%',
      height: '100%',
      padding: 0,
      border: 0,
      borderRadius: '4px',
      background: 'none',
      color: palette.text.secondary,
      cursor: 'pointer',
      '&:hover, .orion-row:focus-visible &': { color: palette.text.primary },
    },
    '& .orion-cell-first': {
      position: 'sticky',
      insetInlineStart: 0,
      zIndex: 1,
      backgroundColor: 'inherit',
    },
    '@media print': {
      '& .orion-row': { breakInside: 'avoid' },
      // Nobody can hover over what is cut on paper.
      '& .orion-cell, & .orion-cell *': {
        whiteSpace: 'normal',
        overflowWrap: 'anywhere',
      },
      '& .orion-cell-first': { position: 'static' },
    },
  };
}
