/* eslint-disable no-console */

/** What a figure has to stay below or at. */
export interface Bar {
  atMost: number;
  /** `exclusive` for "less than". */
  below?: boolean;
  unit: 'ms' | 'MiB' | 'x';
}

/** A row as it is printed; a figure with a bar is held to it. */
export interface BenchRow {
  what: string;
  value?: number;
  text: string;
  /** The daemon's own tool, in milliseconds. */
  toolMs?: number;
  /** Holds `value`; with unit `x` its ratio to the tool. */
  bar?: Bar;
}

/** A bench's table, its missed bars and its wrong answers. */
export class BenchTable {
  readonly #rows: BenchRow[] = [];
  readonly #failures: string[] = [];

  add(row: BenchRow): void {
    this.#rows.push(row);
    const { bar, what } = row;
    const measured = bar?.unit === 'x' ? ratioOf(row) : row.value;
    if (bar && (measured === undefined || !holds(measured, bar))) {
      const was =
        measured === undefined
          ? 'was not measured'
          : `is ${round(measured)} ${bar.unit}`;
      this.fail(`${what}: ${was}, the bar is ${barText(bar)}`);
    }
  }

  /** Something else that must not be. */
  fail(what: string): void {
    this.#failures.push(what);
  }

  /** Prints everything; the answer is the exit code. */
  finish(): 0 | 1 {
    const lines = [
      ['what', 'ORION', "the daemon's own tool", 'ratio', 'bar'],
      ...this.#rows.map(row => [
        row.what,
        row.text,
        row.toolMs === undefined ? '' : milliseconds(row.toolMs),
        ratioOf(row)?.toFixed(2) ?? '',
        row.bar ? barText(row.bar) : '',
      ]),
    ];
    const columns = [0, 1, 2, 3, 4].filter(column =>
      lines.slice(1).some(line => line[column] !== ''),
    );
    const widths = columns.map(column =>
      Math.max(...lines.map(line => line[column].length)),
    );
    console.log();
    for (const line of lines) {
      const cells = columns.map((column, at) =>
        line[column].padEnd(widths[at]),
      );
      console.log(cells.join('  ').trimEnd());
    }
    console.log();
    for (const failure of this.#failures) {
      console.log(`MISSED  ${failure}`);
    }
    if (this.#failures.length === 0) {
      console.log('every bar held, every answer agreed');
    }
    return this.#failures.length === 0 ? 0 : 1;
  }
}

/** As people read it. */
export function milliseconds(ms: number): string {
  if (ms >= 1000) {
    return `${(ms / 1000).toFixed(2)} s`;
  }
  return `${ms < 10 ? ms.toFixed(2) : Math.round(ms)} ms`;
}

function ratioOf({ toolMs, value }: BenchRow): number | undefined {
  return toolMs === undefined || value === undefined
    ? undefined
    : value / toolMs;
}

function holds(value: number, { atMost, below }: Bar): boolean {
  return below ? value < atMost : value <= atMost;
}

function barText({ atMost, below, unit }: Bar): string {
  return `${below ? '<' : '<='} ${atMost} ${unit}`;
}

function round(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
