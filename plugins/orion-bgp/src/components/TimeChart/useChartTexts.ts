import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatClock, formatMoment } from '@orion/backstage-plugin-orion-react';
import { ChartMark } from '../../lib/ChartMark';
import { findGaps, Gap } from '../../lib/findGaps';
import { NamedSeries } from '../../lib/NamedSeries';
import { orionBgpTranslationRef } from '../../translation';

/** The newest are named. */
const NAMED = 3;

const toDate = (seconds: number) => new Date(seconds * 1000);

/** What a chart has beside its line, in words; empty where it has nothing. */
export function useChartTexts() {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  return {
    /** "no data 14:02–14:09" */
    gaps(series: Pick<NamedSeries, 'times' | 'values'>): string {
      const spans = findGaps(series).map(tellSpan);
      return spans.length > 0 ? t('chart.gaps', { list: newest(spans) }) : '';
    },
    /** "Marked: Session down 12 Mar 14:02" */
    marks(marks: ChartMark[]): string {
      const list = marks.map(
        ({ at, text }) => `${text} ${formatMoment(toDate(at))}`,
      );
      return list.length > 0 ? t('chart.marked', { list: newest(list) }) : '';
    },
  };

  function newest(texts: string[]): string {
    const named = texts.slice(-NAMED).join(', ');
    const more = texts.length - NAMED;
    return more > 0 ? t('chart.more', { named, n: String(more) }) : named;
  }
}

/** Within today the clock says enough; beyond midnight both ends need their day. */
function tellSpan({ from, to }: Gap): string {
  const [start, end] = [toDate(from), toDate(to)];
  const today = new Date().toDateString();
  const sameDay = start.toDateString() === end.toDateString();
  const first =
    sameDay && start.toDateString() === today
      ? formatClock(start)
      : formatMoment(start);
  const last = sameDay ? formatClock(end) : formatMoment(end);
  return first === last ? first : `${first}–${last}`;
}
