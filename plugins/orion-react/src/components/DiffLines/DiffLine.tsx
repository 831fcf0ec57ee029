import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  PlanAction,
  PlanLine,
} from '@orion/backstage-plugin-orion-changes-common';
import { orionReactTranslationRef } from '../../translation';
import {
  ChangeIcon,
  CheckIcon,
  MinusIcon,
  PlusIcon,
  ReplaceIcon,
} from '../icons';
import { StatusTone } from '../StatusChip/statusWords';
import { toneColor } from '../StatusChip/toneColors';
import { PlanAttributes } from './PlanAttributes';

const looks: Record<PlanAction, { tone: StatusTone; icon: JSX.Element }> = {
  destroy: { tone: 'bad', icon: <MinusIcon /> },
  replace: { tone: 'bad', icon: <ReplaceIcon /> },
  change: { tone: 'warn', icon: <ChangeIcon /> },
  add: { tone: 'good', icon: <PlusIcon /> },
  import: { tone: 'good', icon: <PlusIcon /> },
  keep: { tone: 'idle', icon: <CheckIcon /> },
};

/** One plan line: icon, word, what it touches, and what a person feels of it. */
export function DiffLine({ line }: { line: PlanLine }) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const { mode } = useTheme().palette;
  const { tone, icon } = looks[line.action];
  const touches = line.action === 'change' || line.action === 'replace';
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: '6.5rem minmax(0, 1fr)',
        columnGap: 1,
        paddingBlock: 1,
        borderBlockEnd: '1px solid',
        borderColor: 'divider',
        breakInside: 'avoid',
      }}
    >
      <Box
        component="span"
        sx={{
          color: toneColor(mode, tone),
          display: 'flex',
          alignItems: 'center',
          gap: '6px',
          fontWeight: 600,
          height: 24,
        }}
      >
        {icon}
        {t(`diff.${line.action}`)}
      </Box>
      <Typography
        component="div"
        sx={{ overflowWrap: 'anywhere', lineHeight: '24px' }}
      >
        <Box component="bdi" sx={{ fontWeight: 600 }} title={line.address}>
          {line.title}
        </Box>
        {line.detail && (
          <Box
            component="span"
            sx={{ color: 'text.secondary', marginInlineStart: 1 }}
          >
            {line.detail}
          </Box>
        )}
        {line.effects?.map(effect => (
          <Box
            key={effect}
            component="span"
            sx={{
              color: toneColor(mode, 'warn'),
              marginInlineStart: 1,
              fontWeight: 600,
            }}
          >
            {effect}
          </Box>
        ))}
        {line.reason && (
          <Box
            component="span"
            sx={{ display: 'block', color: 'text.secondary' }}
          >
            {t('diff.because', { reason: line.reason })}
          </Box>
        )}
      </Typography>
      <PlanAttributes attributes={line.attributes} open={touches} />
    </Box>
  );
}
