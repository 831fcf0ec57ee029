import { useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import {
  LoadError,
  LoadingBlock,
  Panel,
  touchArea,
  useUrlState,
} from '@orion/backstage-plugin-orion-react';
import { useCounters } from '../../hooks/useSession';
import { canDraw } from '../../lib/canDraw';
import { orionBgpTranslationRef } from '../../translation';
import { CounterChart } from './CounterChart';
import { CounterTable } from './CounterTable';

const ranges = [1, 24, 168, 2160];

/** Routes over time: charts with an axis that fits, so that a small drift shows. */
export function CountersPanel({ session }: { session: Session }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const [range, setRange] = useUrlState('range', '24');
  const hours = ranges.includes(Number(range)) ? Number(range) : 24;
  const { router, name } = session;
  const counters = useCounters({ router, session: name }, hours);
  const [asTable, setAsTable] = useState(!canDraw());
  return (
    <Panel
      title={t('session.counters')}
      corner={
        <ToggleButtonGroup
          exclusive
          size="small"
          value={hours}
          onChange={(_, next) => next && setRange(String(next))}
          aria-label={t('chart.range')}
        >
          {ranges.map(value => (
            <ToggleButton
              key={value}
              value={value}
              sx={{ paddingBlock: 0, textTransform: 'none', ...touchArea }}
            >
              {value < 48
                ? t('chart.hours', { n: String(value) })
                : t('chart.days', { n: String(value / 24) })}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
    >
      {body()}
    </Panel>
  );

  function body() {
    if (counters.status === 'loading') {
      return <LoadingBlock of={t('chart.what')} heights={[180]} />;
    }
    if (counters.status === 'error') {
      return (
        <LoadError
          error={counters.error}
          retry={counters.retry}
          of={t('chart.what')}
        />
      );
    }
    const { series } = counters.data;
    if (series.length === 0) {
      return <p style={{ margin: 0 }}>{t('chart.none')}</p>;
    }
    return (
      <Box sx={{ display: 'grid', gap: 1 }}>
        {asTable ? (
          <CounterTable history={counters.data} />
        ) : (
          <Box
            sx={{
              display: 'grid',
              gap: 2,
              gridTemplateColumns: {
                xs: 'minmax(0, 1fr)',
                md: 'repeat(2, minmax(0, 1fr))',
              },
            }}
          >
            {series.map(line => (
              <CounterChart
                key={`${line.family} ${line.counter} ${line.definition}`}
                series={line}
              />
            ))}
          </Box>
        )}
        {canDraw() && (
          <Button
            size="small"
            sx={{ justifySelf: 'start' }}
            onClick={() => setAsTable(before => !before)}
          >
            {asTable ? t('chart.picture') : t('chart.table')}
          </Button>
        )}
      </Box>
    );
  }
}
