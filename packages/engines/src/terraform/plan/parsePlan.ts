import { JsonValue } from '@backstage/types';
import { z } from 'zod';
import { collectSensitiveValues } from './collectSensitiveValues';
import {
  OutputChange,
  PlanAction,
  ResourceChange,
  TerraformPlan,
} from './planTypes';

const json = z.json();
const actionsSchema = z.array(z.string());

const changeSchema = z.looseObject({
  actions: actionsSchema,
  before: json.default(null),
  after: json.default(null),
  after_unknown: json.optional(),
  before_sensitive: json.optional(),
  after_sensitive: json.optional(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
  importing: z.looseObject({ id: z.string().optional() }).optional(),
});

const resourceSchema = z.looseObject({
  address: z.string(),
  previous_address: z.string().optional(),
  deposed: z.string().optional(),
  mode: z.enum(['managed', 'data']),
  type: z.string(),
  name: z.string(),
  index: z.union([z.string(), z.number()]).optional(),
  provider_name: z.string(),
  action_reason: z.string().optional(),
  change: changeSchema,
});

/** The parts of `show -json` ORION reads. */
export const planSchema = z.looseObject({
  // The engine promises to keep the meaning within one major version.
  format_version: z.string().regex(/^1\./),
  terraform_version: z.string().default(''),
  complete: z.boolean().default(true),
  applyable: z.boolean().default(true),
  errored: z.boolean().default(false),
  variables: z.record(z.string(), z.looseObject({ value: json })).default({}),
  resource_changes: z.array(resourceSchema).default([]),
  resource_drift: z.array(resourceSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
  configuration: z
    .looseObject({
      root_module: z
        .looseObject({
          variables: z
            .record(
              z.string(),
              z.looseObject({ sensitive: z.boolean().optional() }),
            )
            .default({}),
        })
        .optional(),
    })
    .optional(),
});

/** `show -json`, checked. */
export type RawPlan = z.infer<typeof planSchema>;

const known = ['no-op', 'create', 'read', 'update', 'delete', 'forget'];

export function readAction(actions: string[]): PlanAction {
  if (actions.length === 1 && known.includes(actions[0])) {
    return actions[0] as PlanAction;
  }
  const set = [...actions].sort().join();
  if (set === 'create,delete' || set === 'create,forget') return 'replace';
  // An action ORION does not know must not pass as harmless.
  throw new Error(`unknown actions ${JSON.stringify(actions)}`);
}

function readResource(raw: z.infer<typeof resourceSchema>): ResourceChange {
  const { change } = raw;
  return {
    address: raw.address,
    ...(raw.previous_address && { previousAddress: raw.previous_address }),
    ...(raw.deposed && { deposed: raw.deposed }),
    mode: raw.mode,
    type: raw.type,
    name: raw.name,
    ...(raw.index !== undefined && { index: raw.index }),
    providerName: raw.provider_name,
    action: readAction(change.actions),
    before: change.before as JsonValue,
    after: change.after as JsonValue,
    afterUnknown: change.after_unknown as JsonValue | undefined,
    beforeSensitive: change.before_sensitive as JsonValue | undefined,
    afterSensitive: change.after_sensitive as JsonValue | undefined,
    replacePaths: change.replace_paths ?? [],
    ...(raw.action_reason && { actionReason: raw.action_reason }),
    ...(change.importing && { importing: { id: change.importing.id ?? '' } }),
  };
}

function readOutput(
  name: string,
  change: z.infer<typeof changeSchema>,
): OutputChange {
  const sensitive =
    change.before_sensitive === true || change.after_sensitive === true;
  return { name, action: readAction(change.actions), sensitive };
}

/**
 * Reads `show -json` of a plan file. Throws on another major format version and
 * on actions it does not know.
 *
 * @public
 */
export function parsePlan(showJson: string | object): TerraformPlan {
  const raw = planSchema.parse(
    typeof showJson === 'string' ? JSON.parse(showJson) : showJson,
  );
  return {
    engineVersion: raw.terraform_version,
    complete: raw.complete,
    applyable: raw.applyable,
    errored: raw.errored,
    resourceChanges: raw.resource_changes.map(readResource),
    resourceDrift: raw.resource_drift.map(readResource),
    outputChanges: Object.entries(raw.output_changes).map(([name, change]) =>
      readOutput(name, change),
    ),
    sensitiveValues: collectSensitiveValues(raw),
  };
}
