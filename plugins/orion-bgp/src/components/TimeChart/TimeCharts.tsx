import { useEffect, useState } from 'react';
import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatCount,
  formatMoment,
  visuallyHidden,
} from '@orion/backstage-plugin-orion-react';
import { ChartMark } from '../../lib/ChartMark';
import { NamedSeries } from '../../lib/NamedSeries';
import { nearestSample } from '../../lib/nearestSample';
import { orionBgpTranslationRef } from '../../translation';
import { TimeChart } from './TimeChart';

/** A held key passes many: the one it ends on is said. */
const SAY_AFTER_MS = 300;

/** A chart per series. What is read in one is read in all of them, at the same moment. */
export function TimeCharts({
  series,
  marks = [],
}: {
  series: NamedSeries[];
  marks?: ChartMark[];
}) {
  const [at, setAt] = useState<number>();
  return (
    <Box
      sx={{
        position: 'relative',
        display: 'grid',
        gap: 2,
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          md: 'repeat(2, minmax(0, 1fr))',
        },
      }}
    >
      {series.map(one => (
        <TimeChart
          key={one.key}
          series={one}
          marks={marks}
          at={at}
          onAt={setAt}
        />
      ))}
      <Reading series={series} at={at} />
    </Box>
  );
}

/** What is read, for people who listen. */
function Reading({
  series,
  at,
}: {
  series: NamedSeries[];
  at: number | undefined;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const text = at === undefined ? '' : tell(at);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(text), SAY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <Box role="status" sx={visuallyHidden}>
      {said}
    </Box>
  );

  function tell(moment: number) {
    const values = series.flatMap(one => {
      const index = nearestSample(one, moment);
      return index === undefined
        ? []
        : [`${one.name} ${formatCount(one.values[index] ?? undefined)}`];
    });
    return t('chart.reading', {
      time: formatMoment(new Date(moment * 1000)),
      value: values.join(', '),
    });
  }
}
