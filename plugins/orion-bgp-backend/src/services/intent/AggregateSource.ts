/** What the AS announces, and who says so. */
export interface OwnAggregates {
  /** In canonical form; undefined when nobody said. */
  prefixes: string[] | undefined;
  from?: 'configuration' | 'netbox';
  /** Why there are none, or that NetBox has others: a whole sentence. */
  note?: string;
}

/** Whoever knows what the AS announces. */
export interface AggregateSource {
  find(): Promise<OwnAggregates>;
}
