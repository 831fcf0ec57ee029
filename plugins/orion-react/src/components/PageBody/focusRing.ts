import { Theme } from '@mui/material/styles';

/**
 * Where the keyboard is. The ripple of a button alone is too faint to be seen, and
 * stands still for people who asked for less motion.
 *
 * @public
 */
export const focusRing = {
  '& .Mui-focusVisible': {
    outline: '2px solid',
    outlineColor: ({ palette }: Theme) => palette.text.primary,
    outlineOffset: '1px',
  },
} as const;
