import { SourceLoopOptions } from '@orion/backstage-plugin-orion-node';
import { NetboxIntentReader } from '../../clients/netbox/NetboxIntentReader';
import { NetboxStore } from '../../database/NetboxStore';

/** The name of NetBox among the sources; those of routers begin with `bgp:`. */
export const NETBOX_SOURCE = 'netbox:bgp';

/** NetBox as a source: a look replaces what was known, a failed one nothing. */
export function createNetboxPoll(deps: {
  reader: NetboxIntentReader;
  store: NetboxStore;
}): SourceLoopOptions['poll'] {
  return async signal => {
    const reading = await deps.reader.read(signal);
    return {
      complete: reading.problems.length === 0,
      problem: reading.problems.join(' ') || undefined,
      write: trx => deps.store.write(trx, reading),
    };
  };
}
