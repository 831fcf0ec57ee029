import { z } from 'zod';
import { StateSnapshot } from './StateStore';

const stateSchema = z.looseObject({
  version: z.literal(4),
  terraform_version: z.string().default(''),
  serial: z.number().int().nonnegative(),
  lineage: z.string().min(1),
  resources: z
    .array(
      z.looseObject({
        mode: z.string(),
        module: z.string().optional(),
        type: z.string(),
        name: z.string(),
        instances: z
          .array(
            z.looseObject({
              index_key: z.union([z.string(), z.number()]).optional(),
              status: z.string().optional(),
              deposed: z.string().optional(),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

const indexSuffix = (key: string | number | undefined) =>
  key === undefined ? '' : `[${JSON.stringify(key)}]`;

/** Reads a version 4 state; throws when it is none. @public */
export function parseState(text: string): StateSnapshot {
  const state = stateSchema.parse(JSON.parse(text));
  const addresses = new Set<string>();
  const tainted = new Set<string>();
  const deposed = new Set<string>();
  for (const resource of state.resources) {
    if (resource.mode !== 'managed') continue;
    const { module, type, name } = resource;
    const base = `${module ? `${module}.` : ''}${type}.${name}`;
    for (const instance of resource.instances) {
      const address = base + indexSuffix(instance.index_key);
      if (instance.deposed) deposed.add(address);
      else addresses.add(address);
      if (instance.status === 'tainted') tainted.add(address);
    }
  }
  return {
    lineage: state.lineage,
    serial: state.serial,
    terraformVersion: state.terraform_version,
    addresses: [...addresses].sort(),
    tainted: [...tainted].sort(),
    deposed: [...deposed].sort(),
  };
}
