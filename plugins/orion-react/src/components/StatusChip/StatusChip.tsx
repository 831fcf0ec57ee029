import { CSSProperties } from 'react';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';
import { StatusShape } from './StatusShape';
import { statusTones, StatusWord } from './statusWords';
import { toneColor } from './toneColors';

// Plain styles: a table draws hundreds of chips, and a computed class each shows
// while scrolling.
const PLAIN: CSSProperties = {
  display: 'inline-flex',
  maxWidth: '100%',
  alignItems: 'center',
  gap: 6,
  whiteSpace: 'nowrap',
  fontSize: '0.875rem',
  lineHeight: '20px',
  fontWeight: 500,
};
const BORDERED: CSSProperties = {
  ...PLAIN,
  border: '1px solid currentColor',
  borderRadius: 12,
  paddingInline: 8,
};

/** In a narrow column the word ends in dots; the shape stays. Texts beside it stand on its line. */
const CUT = {
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  alignSelf: 'baseline',
} as const;

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
    <span
      style={
        {
          ...(plain ? PLAIN : BORDERED),
          '--orion-shape-mark': mode === 'dark' ? '#1f1f1f' : '#fff',
          color: toneColor(mode, tone),
        } as CSSProperties
      }
    >
      <StatusShape tone={tone} />
      <span style={CUT}>{stale ? t('status.was', { word: text }) : text}</span>
    </span>
  );
}
