import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PolicyVerdict } from '@orion/backstage-plugin-orion-changes-common';
import {
  StatusShape,
  StatusTone,
  toneColor,
} from '@orion/backstage-plugin-orion-react';
import { orionProxmoxTranslationRef } from '../../translation';

/** Denials first, each with its sentence; what passed is only counted. */
export function Verdicts({ policy }: { policy: PolicyVerdict[] }) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const { mode } = useTheme().palette;
  const of = (verdict: PolicyVerdict['verdict']) =>
    policy.filter(entry => entry.verdict === verdict);
  const passed = of('pass').length;
  const lines: { key: string; tone: StatusTone; text: string }[] = [
    ...of('deny').map(({ ruleId, message }) => ({
      key: ruleId,
      tone: 'bad' as const,
      text: `${t('order.denies')}: ${message}`,
    })),
    ...of('warn').map(({ ruleId, message }) => ({
      key: ruleId,
      tone: 'warn' as const,
      text: `${t('order.warns')}: ${message}`,
    })),
    ...(passed > 0
      ? [
          {
            key: 'passed',
            tone: 'good' as const,
            text: t('order.passed', { count: passed }),
          },
        ]
      : []),
  ];
  return (
    <Box
      component="ul"
      sx={{
        '--orion-shape-mark': mode === 'dark' ? '#1f1f1f' : '#fff',
        listStyle: 'none',
        margin: 0,
        padding: 0,
        display: 'grid',
        gap: 0.5,
        fontSize: '0.875rem',
      }}
    >
      {lines.map(({ key, tone, text }) => (
        <Box
          key={key}
          component="li"
          sx={{
            display: 'flex',
            gap: 1,
            color: toneColor(mode, tone),
            overflowWrap: 'anywhere',
          }}
        >
          <Box component="span" sx={{ paddingBlockStart: '3px' }}>
            <StatusShape tone={tone} />
          </Box>
          {text}
        </Box>
      ))}
    </Box>
  );
}
