import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** `orion.netbox`, checked. @public */
export interface NetboxConfig {
  /** Base URL without `/api` and without a trailing slash. */
  url: string;
  /** Slug of the site whose prefixes are offered. */
  site?: string;
  /** Default: the write token reads too. */
  readToken?: string;
  /** Without it ORION only reads. */
  writeToken?: string;
  /** Deadline of one call, retries included. Default 10,000. */
  timeoutMs: number;
  /** How long an address that was in use rests before it is given out again. */
  addressRestMs: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_REST_MINUTES = 15;

/**
 * Reads `orion.netbox`; undefined when ORION has no NetBox. Throws InputError
 * on a URL that is none.
 *
 * @public
 */
export function readNetboxConfig(config: Config): NetboxConfig | undefined {
  const section = config.getOptionalConfig('orion.netbox');
  if (!section) {
    return undefined;
  }
  const timeoutMs =
    section.getOptionalNumber('timeoutMs') ?? DEFAULT_TIMEOUT_MS;
  if (!(timeoutMs > 0)) {
    throw new InputError('orion.netbox.timeoutMs must be a positive number');
  }
  const restMinutes =
    section.getOptionalNumber('addressRestMinutes') ?? DEFAULT_REST_MINUTES;
  if (!(restMinutes >= 0)) {
    throw new InputError('orion.netbox.addressRestMinutes must be 0 or more');
  }
  return {
    url: readUrl(section.getString('url')),
    site: section.getOptionalString('site'),
    readToken: section.getOptionalString('readToken')?.trim(),
    writeToken: section.getOptionalString('writeToken')?.trim(),
    timeoutMs,
    addressRestMs: restMinutes * 60_000,
  };
}

function readUrl(text: string): string {
  if (!URL.canParse(text)) {
    throw new InputError('orion.netbox.url is not a URL');
  }
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw new InputError('orion.netbox.url must be http or https');
  }
  if (url.username || url.password) {
    throw new InputError('orion.netbox.url must not hold credentials');
  }
  return `${url.origin}${url.pathname}`
    .replace(/\/+$/, '')
    .replace(/\/api$/, '');
}
