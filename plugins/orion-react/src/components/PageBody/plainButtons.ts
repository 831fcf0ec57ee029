import { focusRing } from './focusRing';

/** Buttons say what they say: capitals would change a digest or a name. A finger needs 44 pixels. */
export const plainButtons = {
  ...focusRing,
  '& [class*="MuiButton-root"]': {
    textTransform: 'none',
    minHeight: { xs: 44, sm: 0 },
  },
} as const;
