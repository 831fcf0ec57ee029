/**
 * Widens what a finger can hit to 44 pixels on a phone, without moving anything:
 * for links and small buttons that stand alone in their line.
 *
 * @public
 */
export const touchArea = {
  position: 'relative',
  '&::after': {
    content: { xs: '""', sm: 'none' },
    position: 'absolute',
    insetInline: '-4px',
    insetBlock: 'calc((100% - 44px) / 2)',
  },
} as const;
