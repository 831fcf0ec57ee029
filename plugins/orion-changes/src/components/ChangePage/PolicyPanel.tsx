import { useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PolicyVerdict } from '@orion/backstage-plugin-orion-changes-common';
import {
  Panel,
  StatusShape,
  StatusTone,
  toneColor,
} from '@orion/backstage-plugin-orion-react';
import { orionChangesTranslationRef } from '../../translation';

const tones: Record<PolicyVerdict['verdict'], StatusTone> = {
  deny: 'bad',
  warn: 'warn',
  pass: 'good',
};

/** The rules' verdicts: refusals and warnings in full, passes as a count. */
export function PolicyPanel({ verdicts }: { verdicts?: PolicyVerdict[] }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  const [unfolded, setUnfolded] = useState(false);
  if (!verdicts) {
    return (
      <Panel title={t('policy.title')}>
        <Typography variant="body2">{t('policy.none')}</Typography>
      </Panel>
    );
  }
  const of = (verdict: PolicyVerdict['verdict']) =>
    verdicts.filter(one => one.verdict === verdict);
  const passed = of('pass');
  return (
    <Panel title={t('policy.title')}>
      <Box
        component="ul"
        sx={{
          listStyle: 'none',
          margin: 0,
          padding: 0,
          display: 'grid',
          gap: 1,
        }}
      >
        {[...of('deny'), ...of('warn'), ...(unfolded ? passed : [])].map(
          verdict => (
            <VerdictRow key={verdict.ruleId} verdict={verdict} />
          ),
        )}
      </Box>
      {passed.length > 0 && (
        <Button
          size="small"
          color="inherit"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
          sx={{ marginInlineStart: -0.5, gap: 1 }}
        >
          <Shape tone="good" />
          {t('policy.passed', { count: passed.length })}
        </Button>
      )}
    </Panel>
  );
}

function VerdictRow({ verdict }: { verdict: PolicyVerdict }) {
  const { t } = useTranslationRef(orionChangesTranslationRef);
  return (
    <Box
      component="li"
      sx={{ display: 'flex', gap: 1, overflowWrap: 'anywhere' }}
    >
      <Box component="span" sx={{ paddingBlockStart: '3px' }}>
        <Shape tone={tones[verdict.verdict]} />
      </Box>
      <Typography variant="body2" component="span" title={verdict.ruleId}>
        <strong>
          {verdict.ruleId} {t(`policy.${verdict.verdict}`)}
        </strong>
        {': '}
        {verdict.message}
      </Typography>
    </Box>
  );
}

function Shape({ tone }: { tone: StatusTone }) {
  const { mode } = useTheme().palette;
  return (
    <Box
      component="span"
      sx={{
        '--orion-shape-mark': mode === 'dark' ? '#1f1f1f' : '#fff',
        color: toneColor(mode, tone),
        display: 'inline-flex',
      }}
    >
      <StatusShape tone={tone} />
    </Box>
  );
}
