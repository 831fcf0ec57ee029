import { StatusTone } from './statusWords';

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 2 };
/** Cut out of a filled shape, whatever lies behind it. */
const mark = {
  fill: 'none',
  stroke: 'var(--orion-shape-mark, #fff)',
  strokeWidth: 1.6,
};

const shapes: Record<StatusTone, JSX.Element> = {
  good: (
    <>
      <circle cx="7" cy="7" r="7" fill="currentColor" />
      <path d="M3.8 7.3l2.2 2.2 4.2-4.6" {...mark} />
    </>
  ),
  busy: (
    <path d="M7 1.5a5.5 5.5 0 1 1-5.5 5.5" {...stroke} strokeLinecap="round" />
  ),
  person: <path d="M7 0l7 7-7 7-7-7z" fill="currentColor" />,
  warn: (
    <>
      <path d="M7 .5l7 13H0z" fill="currentColor" />
      <path d="M7 5v4M7 10.6v1.2" {...mark} />
    </>
  ),
  bad: (
    <>
      <rect width="14" height="14" rx="1.5" fill="currentColor" />
      <path d="M4 4l6 6M10 4l-6 6" {...mark} />
    </>
  ),
  idle: <circle cx="7" cy="7" r="5.5" {...stroke} />,
  unknown: (
    <circle cx="7" cy="7" r="5.5" {...stroke} strokeDasharray="2.6 2.2" />
  ),
};

/**
 * The shape of a tone, so that tones differ without colour.
 *
 * @public
 */
export function StatusShape({
  tone,
  size = 14,
}: {
  tone: StatusTone;
  size?: number;
}) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      {shapes[tone]}
    </svg>
  );
}
