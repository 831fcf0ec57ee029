/** Buttons say what they say: capitals would change a digest or a name. */
export const plainButtons = {
  '& [class*="MuiButton-root"]': { textTransform: 'none' },
} as const;
