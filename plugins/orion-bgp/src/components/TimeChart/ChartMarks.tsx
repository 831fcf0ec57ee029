import { createPortal } from 'react-dom';
import { useTheme } from '@mui/material/styles';
import { StatusShape, toneColor } from '@orion/backstage-plugin-orion-react';
import { ChartMark } from '../../lib/ChartMark';
import { Plot } from './usePlot';

/** A line at each moment something happened. What it was is told below, and in the sentence. */
export function ChartMarks({
  drawn: { chart },
  marks,
}: {
  drawn: NonNullable<Plot['drawn']>;
  marks: ChartMark[];
}) {
  const { mode } = useTheme().palette;
  return createPortal(
    marks.map(({ at, text, tone }) => (
      <div
        key={`${at} ${text}`}
        className="orion-mark"
        style={{ left: chart.valToPos(at, 'x'), color: toneColor(mode, tone) }}
      >
        <StatusShape tone={tone} size={10} />
      </div>
    )),
    chart.over,
  );
}
