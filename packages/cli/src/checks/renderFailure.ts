import { stripVTControlCharacters } from 'node:util';
import { Failure } from './types';

/** Enough for what was expected, what came, and where. */
const MOST_LINES = 12;
const MOST_CHARACTERS = 240;

/**
 * A check that failed, in a few lines below its name. The end of a log is all that
 * is left of some runs.
 */
export function renderFailure({ name, why = '' }: Failure): string {
  const said = stripVTControlCharacters(why)
    .split('\n')
    .map(line => line.trimEnd())
    // Of where it happened the first line says enough.
    .filter(
      (line, index, all) =>
        line !== '' && !(isFrame(line) && all.slice(0, index).some(isFrame)),
    );
  const shown = said
    .slice(0, MOST_LINES)
    .map(line =>
      line.length > MOST_CHARACTERS
        ? `${line.slice(0, MOST_CHARACTERS)}...`
        : line,
    );
  return [`  ${name}`, ...shown.map(line => `      ${line}`)].join('\n');
}

function isFrame(line: string): boolean {
  return /^\s*at .*:\d+:\d+\)?$/.test(line);
}
