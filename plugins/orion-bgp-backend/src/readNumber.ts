import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** What a number of the configuration may be. */
export interface NumberLimits {
  least: number;
  most: number;
  /** Whole numbers only. */
  whole?: boolean;
}

/**
 * A number of the configuration within its limits; undefined when it is not there.
 *
 * @param key - of `config`, relative to it.
 * @param name - the whole key, for messages.
 * @throws InputError naming key, value and limits.
 */
export function readNumber(
  config: Config,
  key: string,
  name: string,
  { least, most, whole }: NumberLimits,
): number | undefined {
  const value = config.getOptionalNumber(key);
  if (value === undefined) {
    return undefined;
  }
  const fits = value >= least && value <= most;
  if (!fits || (whole && !Number.isInteger(value))) {
    throw new InputError(
      `${name}: ${value} is not ${
        whole ? 'a whole number from' : 'between'
      } ${least} ${whole ? 'to' : 'and'} ${most}`,
    );
  }
  return value;
}
