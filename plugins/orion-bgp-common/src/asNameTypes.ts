/** Where names of autonomous systems come from. @public */
export interface AsNameSource {
  /** The list that is built in, or the operator's file. */
  from: 'bundled' | 'file';
  /** ISO date of the list; of the file, when it was changed (UTC). */
  date: string;
  /** Systems it names. */
  count: number;
  /** Why the operator's file is not what is shown. */
  error?: string;
}

/** Names of those that were asked for and have one. @public */
export interface AsNameList {
  items: { asn: number; name: string }[];
  source: AsNameSource;
}
