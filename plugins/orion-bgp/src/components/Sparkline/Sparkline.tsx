import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  formatCount,
  useDurationText,
} from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';
import { sparklinePaths } from './sparklinePaths';

const WIDTH = 80;
const HEIGHT = 20;

export interface SparklineProps {
  /** Oldest first, up to now. */
  values: (number | null)[];
  stepSeconds: number;
}

/** A day in 80 by 20: its own scale, since a small drift on a full table matters. */
export function Sparkline({ values, stepSeconds }: SparklineProps) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const duration = useDurationText();
  const known = values.filter(value => value !== null);
  if (known.length < 2) {
    return null;
  }
  const steps = values.length - values.findIndex(value => value !== null);
  const label = t('trend.label', {
    span: duration(steps * stepSeconds * 1000),
    first: formatCount(known[0]),
    last: formatCount(known[known.length - 1]),
  });
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      style={{ verticalAlign: 'middle', flex: 'none' }}
    >
      <title>{label}</title>
      {sparklinePaths(values, WIDTH, HEIGHT).map(path => (
        <path
          key={path}
          d={path}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ))}
    </svg>
  );
}
