const escapes = new RegExp(
  // Colour and cursor sequences, then every other control character but tab.
  `${String.fromCharCode(
    27,
  )}\\[[0-9;?]*[ -/]*[@-~]|[\\u0000-\\u0008\\u000b-\\u001f\\u007f]`,
  'g',
);
const errorLine = /(^|[\s│|])(error|fatal|panic)\b/i;

/** Lines of a raw log, without escape sequences. The unfinished last line counts. */
export function splitLog(text: string): string[] {
  if (text === '') {
    return [];
  }
  const lines = text.split('\n').map(line => line.replace(escapes, ''));
  return lines[lines.length - 1] === '' ? lines.slice(0, -1) : lines;
}

/** True for a line that reports an error. */
export function isErrorLine(line: string): boolean {
  return errorLine.test(line) && !/\b(0|no) errors?\b/i.test(line);
}

/** Line numbers, from 1, that contain the words, whatever their case. */
export function findLines(lines: string[], words: string): number[] {
  const wanted = words.trim().toLowerCase();
  return wanted === ''
    ? []
    : lines.flatMap((line, index) =>
        line.toLowerCase().includes(wanted) ? [index + 1] : [],
      );
}

/** The first number after the given one, or the first of all. */
export function nextAfter(
  numbers: number[],
  after: number,
): number | undefined {
  return numbers.find(number => number > after) ?? numbers[0];
}
