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
  /** As the engine writes it, for example `module.vm.proxmox_vm.this["a"]`. */
  address: string;
  /** Set when the state knows the object under another address (`moved`). */
  previousAddress?: string;
  /** Key of the leftover object of an interrupted replace. */
  deposed?: string;
  /** `data` is only read. */
  mode: 'managed' | 'data';
  /** For example `proxmox_virtual_environment_vm`. */
  type: string;
  /** The label in the module, not the object's name. */
  name: string;
  /** Key of `for_each` or number of `count`. */
  index?: string | number;
  /**
   * With the registry's host: the same provider differs between Terraform and
   * OpenTofu.
   */
  providerName: string;
  /** Delete with create, in either order, is `replace`. */
  action: PlanAction;
  /** `null` when there is no object yet. */
  before: JsonValue;
  /**
   * `null` when there will be none; parts known only later are missing, see
   * `afterUnknown`.
   */
  after: JsonValue;
  /** Marks what only the apply can tell. */
  afterUnknown: ValueMask;
  /** Marks what of `before` must not be shown. */
  beforeSensitive: ValueMask;
  /** Marks what of `after` must not be shown. */
  afterSensitive: ValueMask;
  /** Attributes that force the replacement. */
  replacePaths: (string | number)[][];
  /** The engine's word, for example `replace_because_tainted`. */
  actionReason?: string;
  /** The object taken over; its id is empty when the engine does not say it. */
  importing?: { id: string };
}

/** An output that would change; its values are not kept. @public */
export interface OutputChange {
  /** As declared in the root module. */
  name: string;
  /** `no-op` when the value stays. */
  action: PlanAction;
  /** Before or after is marked. */
  sensitive: boolean;
}

/** A plan as `show -json` tells it. Holds secrets: stays on the server. @public */
export interface TerraformPlan {
  /** Empty when the plan does not say it. */
  engineVersion: string;
  /** False when the engine left something for a later plan. */
  complete: boolean;
  /** False when the engine finds nothing in it to apply, or refuses to. */
  applyable: boolean;
  /** The plan stopped half-way: it must not be applied. */
  errored: boolean;
  /** In the engine's order, `no-op` included. */
  resourceChanges: ResourceChange[];
  /** What differs between state and world before the plan does anything. */
  resourceDrift: ResourceChange[];
  /** Those of the root module. */
  outputChanges: OutputChange[];
  /** Text of every value the plan marks sensitive, for the scrubber. */
  sensitiveValues: string[];
}
