import { parseReply } from './BirdClient';

/** Lines whose order is that of a hash, with what belongs to each. */
const unordered = new Set([1007, 1008, 1010, 1012]);

/**
 * A reply as lines of code and text without what differs from run to run: times,
 * what timers have left, the order of routes and symbols, and counters of
 * exports, which depend on which session came up first. Codes are written to
 * every line, as their place changes with the order; `parseReply` has checked
 * that they stood where BIRD puts them.
 */
export function normalize(reply: string): string[] {
  const blocks: { free: boolean; lines: string[] }[] = [];
  for (const { code, text } of parseReply(reply)) {
    const line = `${String(code).padStart(4, '0')} ${text}`
      .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?/g, '<time>')
      .replace(/\d+\.\d{3}\//g, '<left>/')
      .replace(/(Export (updates|withdraws): ).*/, '$1<counts>')
      .replace(/(Session ID: +)\d+/, '$1<id>')
      .replace(/before \d+\.\d{3} s/, 'before <passed> s')
      .replace(/(Reading configuration from ).*/, '$1<file>');
    const fixed = /^Table |^$|^\d+ of \d+/.test(text);
    if (unordered.has(code) && /^\s/.test(text) && blocks.at(-1)?.free) {
      blocks.at(-1)!.lines.push(line);
    } else {
      blocks.push({ free: unordered.has(code) && !fixed, lines: [line] });
    }
  }
  // Only within a table: headings and other lines keep their places.
  const result: string[] = [];
  let run: string[] = [];
  const flush = () => {
    result.push(...run.sort().flatMap(text => text.split('\n')));
    run = [];
  };
  for (const { free, lines } of blocks) {
    if (free) {
      run.push(lines.join('\n'));
    } else {
      flush();
      result.push(...lines);
    }
  }
  flush();
  return result;
}
