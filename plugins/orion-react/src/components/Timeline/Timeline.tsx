import { ReactNode } from 'react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatMoment } from '../../format/times';
import { orionReactTranslationRef } from '../../translation';
import { EntityRefText } from '../EntityRefText/EntityRefText';
import { StatusShape } from '../StatusChip/StatusShape';
import { StatusTone } from '../StatusChip/statusWords';
import { toneColor } from '../StatusChip/toneColors';

/** One entry of a {@link Timeline}. @public */
export interface TimelineItem {
  /** Unique in the list. */
  key: string | number;
  /** ISO UTC; shown in the reader's zone. */
  at: string;
  /** A sentence of the system. */
  title: string;
  /** Who did it; for `system` the reference is not shown. */
  actor: {
    type: 'person' | 'agent' | 'service' | 'rule' | 'system';
    ref: string;
  };
  /** Written by a person: quoted as it is. */
  comment?: string;
  /** Default `idle`. */
  tone?: StatusTone;
  /** What the time before this entry was for, for example "12 min for approval". */
  gap?: string;
  /** Below the entry, for example what was seen. */
  extra?: ReactNode;
}

/** The entries of a timeline. @public */
export interface TimelineProps {
  /** Oldest first. */
  items: TimelineItem[];
}

/**
 * Who did what when, oldest first, with long waits named.
 *
 * @public
 */
export function Timeline({ items }: TimelineProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  if (items.length === 0) {
    return <Typography>{t('timeline.empty')}</Typography>;
  }
  return (
    <Box
      component="ol"
      aria-label={t('timeline.label')}
      sx={{ listStyle: 'none', margin: 0, padding: 0 }}
    >
      {items.map(item => (
        <TimelineRow key={item.key} item={item} />
      ))}
    </Box>
  );
}

function TimelineRow({ item }: { item: TimelineItem }) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const { mode } = useTheme().palette;
  const { actor, tone = 'idle' } = item;
  const at = new Date(item.at);
  return (
    <>
      {item.gap && (
        <Box
          component="li"
          sx={{
            marginInlineStart: '6px',
            borderInlineStart: '2px dashed',
            borderColor: 'divider',
            paddingInlineStart: '22px',
            paddingBlock: 0.5,
            color: 'text.secondary',
            fontSize: '0.8125rem',
          }}
        >
          {item.gap}
        </Box>
      )}
      <Box
        component="li"
        sx={{
          '--orion-shape-mark': mode === 'dark' ? '#1f1f1f' : '#fff',
          display: 'grid',
          gridTemplateColumns: '14px minmax(0, 1fr)',
          columnGap: 2,
          paddingBlock: 0.75,
          breakInside: 'avoid',
        }}
      >
        <Box
          component="span"
          sx={{ color: toneColor(mode, tone), paddingBlockStart: '3px' }}
        >
          <StatusShape tone={tone} />
        </Box>
        <Box sx={{ minWidth: 0 }}>
          <Box
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              columnGap: 1.5,
              alignItems: 'baseline',
            }}
          >
            <Box
              component="span"
              sx={{ fontWeight: 500, overflowWrap: 'anywhere' }}
            >
              {item.title}
            </Box>
            <Box
              component="span"
              sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}
            >
              {actor.type === 'system' ? (
                t('timeline.system')
              ) : (
                <>
                  {t(`timeline.${actor.type}`)}{' '}
                  <EntityRefText entityRef={actor.ref} />
                </>
              )}
              {', '}
              <time dateTime={item.at} title={at.toISOString()}>
                {formatMoment(at)}
              </time>
            </Box>
          </Box>
          {item.comment && (
            <Box
              component="blockquote"
              sx={{
                margin: 0,
                marginBlockStart: 0.5,
                paddingInlineStart: 1.5,
                borderInlineStart: '3px solid',
                borderColor: 'divider',
                whiteSpace: 'pre-wrap',
                overflowWrap: 'anywhere',
                maxWidth: '90ch',
              }}
            >
              <bdi>{item.comment}</bdi>
            </Box>
          )}
          {item.extra}
        </Box>
      </Box>
    </>
  );
}
