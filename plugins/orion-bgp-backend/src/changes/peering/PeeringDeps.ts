import { InputError } from '@backstage/errors';
import { PeeringRecords } from '../../clients/netbox/PeeringRecords';
import { PlaybookDeps } from '../playbook/PlaybookKind';

/** What the kinds of a peering work with. */
export interface PeeringDeps extends PlaybookDeps {
  /** Where sessions are recorded; undefined without a NetBox ORION may write to. */
  records?: PeeringRecords;
}

/** @throws InputError naming the key that is missing. */
export function requireRecords({ records }: PeeringDeps): PeeringRecords {
  if (!records) {
    throw new InputError(
      'Peerings are recorded in NetBox, and orion.netbox.writeToken is not configured',
    );
  }
  return records;
}
