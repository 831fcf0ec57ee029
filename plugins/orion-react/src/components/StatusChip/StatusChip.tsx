import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';
import { StatusShape } from './StatusShape';
import { statusTones, StatusWord } from './statusWords';
import { toneColor } from './toneColors';

/** In a narrow column the word ends in dots; the shape stays. */
const CUT = { overflow: 'hidden', textOverflow: 'ellipsis' } as const;

/** One status. @public */
export interface StatusChipProps {
  /**
   * From the closed list of {@link statusTones}; a translation puts it into
   * people's language.
   */
  word: StatusWord;
  /** The data is old: says "was Running" and loses its colour. */
  stale?: boolean;
  /** Without border, as in tables. */
  plain?: boolean;
}

/**
 * Shape, word and colour of one status.
 *
 * @public
 */
export function StatusChip({ word, stale, plain }: StatusChipProps) {
  const { mode } = useTheme().palette;
  const { t } = useTranslationRef(orionReactTranslationRef);
  const tone = stale ? 'unknown' : statusTones[word];
  const text = t(`status.${word}`);
  return (
    <Box
      component="span"
      sx={{
        '--orion-shape-mark': mode === 'dark' ? '#1f1f1f' : '#fff',
        color: toneColor(mode, tone),
        display: 'inline-flex',
        maxWidth: '100%',
        alignItems: 'center',
        gap: '6px',
        whiteSpace: 'nowrap',
        fontSize: '0.875rem',
        lineHeight: '20px',
        fontWeight: 500,
        ...(plain
          ? {}
          : {
              border: '1px solid currentColor',
              borderRadius: '12px',
              paddingInline: '8px',
            }),
      }}
    >
      <StatusShape tone={tone} />
      <span style={CUT}>{stale ? t('status.was', { word: text }) : text}</span>
    </Box>
  );
}
