/** The middle of the values; of an even number the lower middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** One line of the table: what, measured, and the bar where there is one. */
export function row(what: string, measured: string, bar?: string): void {
  process.stdout.write(
    `${what.padEnd(52)} ${measured}${bar ? `   (bar: ${bar})` : ''}\n`,
  );
}
