import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { RouterConfig } from '../config';
import { parsePrefix, formatPrefix } from '../routes/addresses';

/** One router that is to take another one's place. */
export interface MigrationConfig {
  from: RouterConfig;
  to: RouterConfig;
  /** The export gate may go by `orion.bgp.aggregates` where there is no NetBox. */
  withoutNetbox: boolean;
}

/** Undefined when none is configured. Throws `InputError` naming the key. */
export function readMigration(
  root: Config,
  routers: RouterConfig[],
): MigrationConfig | undefined {
  const config = root.getOptionalConfig('orion.bgp.migration');
  if (!config) {
    return undefined;
  }
  const routerOf = (key: 'from' | 'to') => {
    const id = config.getString(key);
    const router = routers.find(candidate => candidate.id === id);
    if (!router) {
      throw new InputError(
        `orion.bgp.migration.${key}: no router ${id} is configured`,
      );
    }
    return router;
  };
  const [from, to] = [routerOf('from'), routerOf('to')];
  if (from.id === to.id) {
    throw new InputError(
      `orion.bgp.migration: ${from.id} cannot take its own place`,
    );
  }
  const withoutNetbox = config.getOptionalBoolean('withoutNetbox') ?? false;
  return { from, to, withoutNetbox };
}

/** What the AS announces, in canonical form. Throws `InputError` naming the key. */
export function readAggregates(root: Config): string[] | undefined {
  const key = 'orion.bgp.aggregates';
  return root.getOptionalStringArray(key)?.map(text => {
    const prefix = parsePrefix(text);
    if (!prefix || prefix.hostBits) {
      throw new InputError(`${key}: "${text}" is no prefix`);
    }
    return formatPrefix(prefix.address, prefix.length);
  });
}
