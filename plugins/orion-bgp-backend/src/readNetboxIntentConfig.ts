import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  NetboxConfig,
  readNetboxConfig,
} from '@orion/backstage-plugin-orion-ipam-node';

/** How intent is read from NetBox. */
export interface NetboxIntentConfig {
  netbox: NetboxConfig;
  intervalMs: number;
  /** Of every kind of record. */
  maxRecords: number;
}

const DEFAULT_INTERVAL_SECONDS = 60;
const DEFAULT_MAX_RECORDS = 2000;

/** Undefined without `orion.netbox`. Throws `InputError` naming the key. */
export function readNetboxIntentConfig(
  root: Config,
): NetboxIntentConfig | undefined {
  const netbox = readNetboxConfig(root);
  if (!netbox) {
    return undefined;
  }
  const key = 'orion.bgp.netbox';
  const seconds =
    root.getOptionalNumber(`${key}.intervalSeconds`) ??
    DEFAULT_INTERVAL_SECONDS;
  if (!(seconds >= 1)) {
    throw new InputError(`${key}.intervalSeconds must be 1 or more`);
  }
  const maxRecords =
    root.getOptionalNumber(`${key}.maxRecords`) ?? DEFAULT_MAX_RECORDS;
  if (!Number.isInteger(maxRecords) || maxRecords < 1) {
    throw new InputError(`${key}.maxRecords must be a whole number above 0`);
  }
  return { netbox, intervalMs: seconds * 1000, maxRecords };
}
