import { useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PlanAttribute } from '@orion/backstage-plugin-orion-changes-common';
import { orionReactTranslationRef } from '../../translation';
import { formatValue } from './formatValue';
import { TextDiff } from './TextDiff';

const textOf = (value: unknown) =>
  typeof value === 'string' ? value : undefined;

/** What becomes of one attribute. */
function AttributeRow({ attribute }: { attribute: PlanAttribute }) {
  const { path, before, after } = attribute;
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 1,
        overflowWrap: 'anywhere',
      }}
    >
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {path}
      </Box>
      {isText(attribute) ? (
        <TextDiff label={path} before={textOf(before)} after={textOf(after)} />
      ) : (
        <ValueChange attribute={attribute} />
      )}
    </Box>
  );
}

/** Lines of a file rather than a value. */
function isText({ before, after, sensitive, unknown }: PlanAttribute) {
  return (
    !sensitive &&
    !unknown &&
    [before, after].some(value => textOf(value)?.includes('\n'))
  );
}

/** A value on one line: what it was, and what it becomes. */
function ValueChange({ attribute }: { attribute: PlanAttribute }) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const { before, after, unknown, sensitive } = attribute;
  const was =
    sensitive && before !== undefined ? t('diff.secret') : formatValue(before);
  const becomes = sensitive ? t('diff.secret') : formatValue(after);
  const next = unknown ? t('diff.unknown') : becomes ?? t('diff.absent');
  return (
    <>
      {was !== undefined && (
        <>
          <bdi>{was}</bdi>
          <Box
            component="span"
            aria-label={t('diff.to')}
            role="img"
            sx={{
              '[dir="rtl"] &': {
                display: 'inline-block',
                transform: 'scaleX(-1)',
              },
            }}
          >
            →
          </Box>
        </>
      )}
      <Box
        component="bdi"
        sx={unknown || sensitive ? { fontStyle: 'italic' } : undefined}
      >
        {next}
      </Box>
    </>
  );
}

export interface PlanAttributesProps {
  attributes: PlanAttribute[];
  /** Shown at once, because it changes something that exists. */
  open: boolean;
}

/** A line's attributes, folded unless they change something that exists. */
export function PlanAttributes({ attributes, open }: PlanAttributesProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const [unfolded, setUnfolded] = useState(false);
  if (attributes.length === 0) {
    return null;
  }
  const shown = open || unfolded;
  return (
    <Box sx={{ gridColumn: '2 / -1', '@media print': { display: 'none' } }}>
      {!open && (
        <Button
          size="small"
          color="inherit"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
          sx={{ paddingInline: 0.5, marginInlineStart: -0.5, fontWeight: 400 }}
        >
          {t('diff.attributes', { count: attributes.length })}
        </Button>
      )}
      {shown && (
        <Box
          component="ul"
          sx={{
            listStyle: 'none',
            margin: 0,
            padding: 0,
            fontFamily: 'monospace',
            fontSize: '0.8125rem',
            lineHeight: 1.6,
          }}
        >
          {attributes.map(attribute => (
            <AttributeRow key={attribute.path} attribute={attribute} />
          ))}
        </Box>
      )}
    </Box>
  );
}
