import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';
import { StatusShape } from '../StatusChip/StatusShape';
import { toneColor } from '../StatusChip/toneColors';

/** What is missing, and a way to ask again. @public */
export interface PartialBannerProps {
  /** A sentence: "3 of 4 clusters answered; pve-b is from 14:02." */
  children: ReactNode;
  /** Absent: no button. */
  onRetry?: () => void;
}

/**
 * The one banner over a page whose answer is incomplete or old.
 *
 * @public
 */
export function PartialBanner({ children, onRetry }: PartialBannerProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const { mode } = useTheme().palette;
  return (
    <Box
      role="status"
      sx={{
        '--orion-shape-mark': mode === 'dark' ? '#1f1f1f' : '#fff',
        color: toneColor(mode, 'warn'),
        border: '1px solid currentColor',
        borderRadius: '4px',
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1,
        paddingBlock: '6px',
        paddingInline: 1.5,
        minHeight: 36,
      }}
    >
      <StatusShape tone="warn" />
      <Box
        component="span"
        // A system's own words have no place to break at.
        sx={{ flex: 1, minWidth: '20ch', overflowWrap: 'anywhere' }}
      >
        {children}
      </Box>
      {onRetry && (
        <Button
          size="small"
          color="inherit"
          variant="outlined"
          onClick={onRetry}
        >
          {t('stale.retry')}
        </Button>
      )}
    </Box>
  );
}
