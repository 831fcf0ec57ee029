/** A number of routes over time, with what it is called. */
export interface NamedSeries {
  key: string;
  /** For example "Received IPv6". */
  name: string;
  /** How it was counted. */
  hint?: string;
  /** What a sentence about it says it is of. */
  subject: { counter: string; family: string };
  /** What its axis counts, for example "routes". */
  unit: string;
  /** Unix seconds. */
  times: number[];
  /** `null` where nothing was read: no line is drawn over it. */
  values: (number | null)[];
}
