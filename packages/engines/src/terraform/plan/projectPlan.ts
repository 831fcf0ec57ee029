import { JsonValue } from '@backstage/types';
import { createScrubber, Scrubber } from '../scrub/createScrubber';
import { shortProviderName } from '../registryHosts';
import { PlanAction, ResourceChange, TerraformPlan } from './planTypes';
import {
  childMask,
  childOf,
  formatPath,
  isContainer,
  keysOf,
  sameButForEmpty,
  sameValue,
  ValuePath,
} from './values';

/**
 * One attribute that differs, scrubbed of every value the plan marks sensitive.
 *
 * @public
 */
export interface ProjectedAttribute {
  /** With indexes, for example `disk[0].size`. */
  path: string;
  /** Missing when masked, unknown or not there. */
  before?: JsonValue;
  /** Missing when masked, unknown or removed. */
  after?: JsonValue;
  /** Known only after the apply. */
  unknown: boolean;
  /** Masked by the engine: the values stay on the server. */
  sensitive: boolean;
}

/** One line of a plan, safe to show. @public */
export interface ProjectedLine {
  /** Never `no-op`, unless the line imports. */
  action: PlanAction;
  /** As in the plan, scrubbed: an index can be a secret. */
  address: string;
  /** For example `proxmox_virtual_environment_vm`. */
  type: string;
  /** The label in the module, not the object's name. */
  name: string;
  /** Without the registry's host, for example `bpg/proxmox`. */
  provider: string;
  /** The engine's word, for example `replace_because_tainted`. */
  actionReason?: string;
  /** An existing object comes into the state. */
  importing: boolean;
  /** Attributes that force a replacement, allow-listed ones only. */
  replacePaths: string[];
  /** Allow-listed ones that differ. */
  attributes: ProjectedAttribute[];
  /** Differing attributes the allow-list leaves out. */
  hiddenCount: number;
}

/**
 * Attribute paths per resource type, without indexes: `cpu.cores`, or `cpu` for
 * all below. Types that are not listed show no attributes.
 *
 * @public
 */
export type AttributeAllowList = Readonly<Record<string, readonly string[]>>;

interface Sides {
  before: unknown;
  after: unknown;
  unknown: unknown;
  beforeSensitive: unknown;
  afterSensitive: unknown;
}

const child = (sides: Sides, key: string | number): Sides => ({
  before: childOf(sides.before, key),
  after: childOf(sides.after, key),
  unknown: childMask(sides.unknown, key),
  beforeSensitive: childMask(sides.beforeSensitive, key),
  afterSensitive: childMask(sides.afterSensitive, key),
});

function childKeys({ before, after, unknown }: Sides) {
  const keys = new Set<string | number>();
  for (const value of [before, after, unknown]) {
    if (isContainer(value)) keysOf(value).forEach(key => keys.add(key));
  }
  return [...keys];
}

/** Calls back for every leaf that differs. */
function visitDifferences(
  sides: Sides,
  path: ValuePath,
  visit: (path: ValuePath, sides: Sides) => void,
) {
  const masked =
    sides.beforeSensitive === true || sides.afterSensitive === true;
  if (masked || sides.unknown === true) {
    const differs =
      sides.unknown === true || !sameValue(sides.before, sides.after);
    if (differs) visit(path, sides);
    return;
  }
  const keys = childKeys(sides);
  if (keys.length > 0) {
    for (const key of keys) {
      visitDifferences(child(sides, key), [...path, key], visit);
    }
  } else if (!sameValue(sides.before, sides.after)) {
    visit(path, sides);
  }
}

function isAllowed(path: ValuePath, allowed: readonly string[]) {
  const plain = path.filter(key => typeof key === 'string').join('.');
  return allowed.some(one => plain === one || plain.startsWith(`${one}.`));
}

const showable = (value: unknown, scrubber: Scrubber) => {
  // A list or object that became unknown as a whole is shown only as that.
  if (value === undefined || value === null || isContainer(value)) {
    return undefined;
  }
  const text = String(value);
  const scrubbed = scrubber.scrub(text);
  return scrubbed === text ? (value as JsonValue) : scrubbed;
};

function projectAttribute(
  path: ValuePath,
  sides: Sides,
  scrubber: Scrubber,
): ProjectedAttribute {
  const unknown = sides.unknown === true;
  const sensitive =
    sides.beforeSensitive === true || sides.afterSensitive === true;
  const before = sensitive ? undefined : showable(sides.before, scrubber);
  const after =
    sensitive || unknown ? undefined : showable(sides.after, scrubber);
  return {
    path: scrubber.scrub(formatPath(path)),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    unknown,
    sensitive,
  };
}

function projectLine(
  change: ResourceChange,
  allowed: readonly string[],
  scrubber: Scrubber,
): ProjectedLine {
  const attributes: ProjectedAttribute[] = [];
  let hiddenCount = 0;
  const sides: Sides = { ...change, unknown: change.afterUnknown };
  visitDifferences(sides, [], (path, found) => {
    if (isAllowed(path, allowed)) {
      attributes.push(projectAttribute(path, found, scrubber));
    } else {
      hiddenCount += 1;
    }
  });
  return {
    action: change.action,
    address: scrubber.scrub(change.address),
    type: change.type,
    name: change.name,
    provider: shortProviderName(change.providerName),
    ...(change.actionReason && { actionReason: change.actionReason }),
    importing: change.importing !== undefined,
    replacePaths: change.replacePaths
      .filter(path => isAllowed(path, allowed))
      .map(path => scrubber.scrub(formatPath(path))),
    attributes,
    hiddenCount,
  };
}

function project(
  changes: ResourceChange[],
  plan: TerraformPlan,
  allowList: AttributeAllowList,
): ProjectedLine[] {
  // A provider may copy a secret into an attribute it does not mark.
  const scrubber = createScrubber(plan.sensitiveValues);
  return changes
    .filter(change => change.action !== 'no-op' || change.importing)
    .map(change => {
      const listed = Object.hasOwn(allowList, change.type);
      return projectLine(
        change,
        listed ? allowList[change.type] : [],
        scrubber,
      );
    });
}

/**
 * What a browser and the record may see of a plan: allow-listed attributes that
 * differ, minus everything the engine masks. Variables are never part of it.
 *
 * @public
 */
export function projectPlan(
  plan: TerraformPlan,
  allowList: AttributeAllowList,
): ProjectedLine[] {
  return project(plan.resourceChanges, plan, allowList);
}

/**
 * The same for what changed behind the engine's back, without what only reads
 * back as empty instead of null.
 *
 * @public
 */
export function projectDrift(
  plan: TerraformPlan,
  allowList: AttributeAllowList,
): ProjectedLine[] {
  const real = plan.resourceDrift.filter(
    ({ before, after }) => !sameButForEmpty(before, after),
  );
  return project(real, plan, allowList);
}
