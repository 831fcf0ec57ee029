/** One line of `orion doctor`. */
export interface Finding {
  state: 'ok' | 'missing' | 'warning' | 'failed';
  subject: string;
  /** Version, address or what a token may do. */
  found: string;
  /** What it is needed for. */
  purpose?: string;
  /** How to get it, when it is not fine. */
  remedy?: string;
}
