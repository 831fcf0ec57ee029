import { OwnAggregates } from '@orion/backstage-plugin-orion-bgp-common';

/** Whoever knows what the AS announces. */
export interface AggregateSource {
  /** @throws ServiceUnavailableError where it is kept elsewhere and cannot be read. */
  find(): Promise<OwnAggregates>;
}
