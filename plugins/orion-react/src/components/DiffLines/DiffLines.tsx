import { useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { orionReactTranslationRef } from '../../translation';
import { DiffLine } from './DiffLine';
import { sortPlanLines } from './sortPlanLines';

/** The lines of one plan. @public */
export interface DiffLinesProps {
  /** In any order. */
  lines: PlanLine[];
}

/**
 * The lines of a plan: destroy, replace, change, add, in that order and never
 * folded; what stays as it is folds.
 *
 * @public
 */
export function DiffLines({ lines }: DiffLinesProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const [unfolded, setUnfolded] = useState(false);
  const sorted = sortPlanLines(lines);
  const active = sorted.filter(line => line.action !== 'keep');
  const kept = sorted.filter(line => line.action === 'keep');
  return (
    <Box>
      {active.length === 0 && <Typography>{t('diff.none')}</Typography>}
      <Box
        component="ul"
        aria-label={t('diff.lines')}
        sx={{ listStyle: 'none', margin: 0, padding: 0 }}
      >
        {[...active, ...(unfolded ? kept : [])].map(line => (
          <DiffLine key={`${line.action} ${line.address}`} line={line} />
        ))}
      </Box>
      {kept.length > 0 && (
        <Button
          size="small"
          color="inherit"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
        >
          {t('diff.unchanged', { count: kept.length })}
        </Button>
      )}
    </Box>
  );
}
