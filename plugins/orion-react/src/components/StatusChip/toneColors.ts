import { StatusTone } from './statusWords';

const light: Record<StatusTone, string> = {
  good: '#1B5E20',
  busy: '#01579B',
  person: '#6A1B9A',
  warn: '#8A4B00',
  bad: '#B71C1C',
  idle: '#616161',
  unknown: '#616161',
};

const dark: Record<StatusTone, string> = {
  good: '#A5D6A7',
  busy: '#90CAF9',
  person: '#E1BEE7',
  warn: '#FFB74D',
  bad: '#FFB4AB',
  idle: '#CCCCCC',
  unknown: '#CCCCCC',
};

/**
 * The colour of a tone, at least 4.5 to 1 on every background of its mode,
 * hovered rows included.
 *
 * @public
 */
export function toneColor(mode: 'light' | 'dark', tone: StatusTone): string {
  return mode === 'dark' ? dark[tone] : light[tone];
}
