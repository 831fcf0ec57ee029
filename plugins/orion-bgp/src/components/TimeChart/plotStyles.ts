import { Theme } from '@mui/material/styles';

/** What uPlot's own style sheet places, and what is drawn over it; its legend and cursor are not used. */
export function plotStyles({ palette }: Theme) {
  return {
    '& .uplot, & .u-wrap': { position: 'relative' },
    '& .u-over, & .u-under': { position: 'absolute' },
    '& .u-under': { overflow: 'hidden' },
    '& canvas': { display: 'block', width: '100%', height: '100%' },
    '& .u-axis': { position: 'absolute' },
    '& .u-select': { position: 'absolute', pointerEvents: 'none' },
    '& .orion-cursor-line, & .orion-cursor-point': {
      position: 'absolute',
      pointerEvents: 'none',
    },
    '& .orion-cursor-line': {
      insetBlock: 0,
      borderInlineStart: `1px dashed ${palette.text.primary}`,
    },
    '& .orion-mark': {
      position: 'absolute',
      insetBlock: 0,
      width: 0,
      pointerEvents: 'none',
      borderInlineStart: '1px solid currentColor',
      '--orion-shape-mark': palette.background.paper,
      // In the middle over its line, whichever side a script begins on.
      '& > svg': { position: 'absolute', left: -5, top: 0 },
    },
    '& .orion-cursor-point': {
      width: 7,
      height: 7,
      margin: '-3px',
      borderRadius: '50%',
      backgroundColor: palette.text.primary,
      // A system's own colours take backgrounds away.
      border: `1px solid ${palette.text.primary}`,
    },
  } as const;
}
