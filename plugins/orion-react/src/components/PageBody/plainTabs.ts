/** Tabs without the theme's wide letters; a finger needs 44 pixels. */
export const plainTabs = {
  '& [class*="MuiTab-root"]': {
    textTransform: 'none',
    letterSpacing: 'normal',
    minWidth: 72,
    minHeight: { xs: 48, sm: 42 },
  },
} as const;
