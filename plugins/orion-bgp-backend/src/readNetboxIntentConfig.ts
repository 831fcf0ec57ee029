import { Config } from '@backstage/config';
import {
  NetboxConfig,
  readNetboxConfig,
} from '@orion/backstage-plugin-orion-ipam-node';
import { NumberLimits, readNumber } from './readNumber';

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
  const number = (name: string, limits: NumberLimits) =>
    readNumber(root, `${key}.${name}`, `${key}.${name}`, limits);
  const seconds =
    number('intervalSeconds', { least: 1, most: 3600 }) ??
    DEFAULT_INTERVAL_SECONDS;
  const maxRecords =
    number('maxRecords', { least: 1, most: 1_000_000, whole: true }) ??
    DEFAULT_MAX_RECORDS;
  return { netbox, intervalMs: seconds * 1000, maxRecords };
}
