import { ReactNode, useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  LoadError,
  LoadingBlock,
  Loadable,
  Panel,
  PendingBlock,
  StaleNote,
  touchArea,
} from '@orion/backstage-plugin-orion-react';
import { ChartMark, marksIn } from '../../lib/ChartMark';
import { canDraw } from '../../lib/canDraw';
import { orionBgpTranslationRef } from '../../translation';
import { NamedSeries } from '../../lib/NamedSeries';
import { MarkList } from './MarkList';
import { TimeCharts } from './TimeCharts';
import { TimeTable } from './TimeTable';

/** Of marks that are named: beside pictures, and where the list is all there is. */
const MARKS = 5;
const MARKS_AS_TABLE = 50;

export interface TimePanelProps {
  title: string;
  /** Hours that can be chosen. */
  ranges: readonly number[];
  hours: number;
  onHours(hours: number): void;
  loaded: Loadable<NamedSeries[]>;
  /** What happened meanwhile. */
  marks?: ChartMark[];
  /** Unix seconds before which nobody looked for any. */
  marksSince?: number;
  /** What is loaded, for people who wait for it. */
  what: string;
  /** Why there is nothing. */
  none: string;
  /** Above the charts. */
  children?: ReactNode;
}

/** Routes over time: charts with an axis that fits, so that a small drift shows. */
export function TimePanel(props: TimePanelProps) {
  const { title, ranges, hours, onHours, loaded, what, none, children } = props;
  const { marks = [], marksSince = -Infinity } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const [asTable, setAsTable] = useState(!canDraw());
  return (
    <Panel
      title={title}
      corner={
        <ToggleButtonGroup
          exclusive
          size="small"
          value={hours}
          onChange={(_, next) => next && onHours(next)}
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
      {children}
      <PendingBlock pending={'data' in loaded && loaded.pending} of={what}>
        {body()}
      </PendingBlock>
    </Panel>
  );

  function body() {
    if (loaded.status === 'loading') {
      return <LoadingBlock of={what} heights={[200]} />;
    }
    if (loaded.status === 'error') {
      return <LoadError error={loaded.error} retry={loaded.retry} of={what} />;
    }
    if (loaded.data.length === 0) {
      return <p style={{ margin: 0 }}>{none}</p>;
    }
    const span = spanOf(loaded.data);
    return (
      <Box sx={{ display: 'grid', gap: 1 }}>
        {loaded.status === 'stale' && (
          <StaleNote at={loaded.observedAt} retry={loaded.retry} />
        )}
        {asTable ? (
          <TimeTable title={title} series={loaded.data} />
        ) : (
          <TimeCharts series={loaded.data} marks={marks} />
        )}
        <MarkList
          marks={marksIn(marks, span)}
          since={span[0] < marksSince ? marksSince : undefined}
          shown={asTable ? MARKS_AS_TABLE : MARKS}
        />
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

/** The first and the last moment of any of them. */
function spanOf(series: NamedSeries[]): number[] {
  const ends = series.flatMap(({ times }) =>
    times.length > 0 ? [times[0], times[times.length - 1]] : [],
  );
  return ends.length > 0 ? [Math.min(...ends), Math.max(...ends)] : [];
}
