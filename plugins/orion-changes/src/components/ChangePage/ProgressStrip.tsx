import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ChangeDetail } from '@orion/backstage-plugin-orion-changes-common';
import {
  ChevronIcon,
  StatusShape,
  StatusTone,
  toneColor,
} from '@orion/backstage-plugin-orion-react';
import { changeSteps, StepStatus } from '../../lib/changeSteps';
import { orionChangesTranslationRef } from '../../translation';

const tones: Record<StepStatus, StatusTone> = {
  done: 'good',
  now: 'busy',
  todo: 'idle',
  stopped: 'idle',
  trouble: 'bad',
};

/** Plan > Approval > Apply > Verify > Finish. */
export function ProgressStrip({ change }: { change: ChangeDetail }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const { mode } = useTheme().palette;
  const steps = changeSteps(change.state, change.timeline);
  return (
    <Box
      component="ol"
      aria-label={t('step.label')}
      sx={{
        '--orion-shape-mark': mode === 'dark' ? '#1f1f1f' : '#fff',
        listStyle: 'none',
        margin: 0,
        padding: 0,
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1,
        rowGap: 0.5,
      }}
    >
      {steps.map(({ name, status }, index) => {
        const person = status === 'now' && name === 'approval';
        const tone = person ? 'person' : tones[status];
        const current = status !== 'done' && status !== 'todo';
        return (
          <Box
            key={name}
            component="li"
            aria-current={current ? 'step' : undefined}
            aria-label={`${t(`step.${name}`)}: ${t(`step.${status}`)}`}
            sx={{ display: 'flex', alignItems: 'center', gap: 1 }}
          >
            {index > 0 && (
              <Box
                component="span"
                sx={{
                  color: 'text.secondary',
                  display: 'inline-flex',
                  '[dir="rtl"] &': { transform: 'scaleX(-1)' },
                }}
              >
                <ChevronIcon size={12} />
              </Box>
            )}
            <Box
              component="span"
              sx={{
                display: 'inline-flex',
                alignItems: 'center',
                gap: '6px',
                paddingInline: { xs: current ? 1 : 0, sm: 1 },
                paddingBlock: '2px',
                borderRadius: '4px',
                border: '1px solid',
                borderColor: current ? 'currentColor' : 'transparent',
                color: toneColor(mode, tone),
                fontWeight: current ? 600 : 400,
              }}
            >
              <StatusShape tone={tone} />
              {/* One line on a phone: the other steps are shapes there. */}
              <Box
                component="span"
                sx={{
                  display: { xs: current ? 'inline' : 'none', sm: 'inline' },
                }}
              >
                {t(`step.${name}`)}
              </Box>
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}
