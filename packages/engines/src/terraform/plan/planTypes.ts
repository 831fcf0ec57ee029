import { JsonValue } from '@backstage/types';

/** One word for an engine's list of actions. @public */
export type PlanAction =
  | 'no-op'
  | 'create'
  | 'read'
  | 'update'
  | 'delete'
  | 'replace'
  | 'forget';

/** `true` marks the whole value, nested objects and lists mark parts. @public */
export type ValueMask = JsonValue | undefined;

/** One change as the engine planned it, values in clear. @public */
export interface ResourceChange {
  address: string;
  previousAddress?: string;
  /** Key of the leftover object of an interrupted replace. */
  deposed?: string;
  mode: 'managed' | 'data';
  type: string;
  name: string;
  index?: string | number;
  providerName: string;
  action: PlanAction;
  before: JsonValue;
  after: JsonValue;
  afterUnknown: ValueMask;
  beforeSensitive: ValueMask;
  afterSensitive: ValueMask;
  /** Attributes that force the replacement. */
  replacePaths: (string | number)[][];
  actionReason?: string;
  importing?: { id: string };
}

/** @public */
export interface OutputChange {
  name: string;
  action: PlanAction;
  sensitive: boolean;
}

/** A plan as `show -json` tells it. Holds secrets: stays on the server. @public */
export interface TerraformPlan {
  engineVersion: string;
  /** False when the engine left something for a later plan. */
  complete: boolean;
  applyable: boolean;
  errored: boolean;
  resourceChanges: ResourceChange[];
  resourceDrift: ResourceChange[];
  outputChanges: OutputChange[];
  /** Text of every value the plan marks sensitive, for the scrubber. */
  sensitiveValues: string[];
}
