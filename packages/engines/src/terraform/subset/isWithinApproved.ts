import { PlanAction, ResourceChange, TerraformPlan } from '../plan/planTypes';
import { sameButForEmpty } from '../plan/values';
import { differingPaths } from './differingPaths';

/** A plan with the digests of what made it. @public */
export interface PlanEnvelope {
  /** With values in clear: they are compared, never repeated in a reason. */
  plan: TerraformPlan;
  /**
   * From {@link moduleDigest}.
   */
  moduleDigest: string;
  /** SHA-256 of `.terraform.lock.hcl`; undefined when there was none. */
  lockFileDigest: string | undefined;
  /** SHA-256 of the engine's binary. */
  engineDigest: string;
}

/** What the comparison may take as proven. @public */
export interface SubsetOptions {
  /**
   * Addresses whose object is proven, by the mark, to have been made by this
   * change.
   */
  ownedAddresses: readonly string[];
  /**
   * Top-level attributes per resource type that say how an object is made and
   * not what it is, such as `clone`. They are not compared when an update
   * finishes a create: an imported object has no record of them. Default none.
   */
  createOnlyAttributes?: Readonly<Record<string, readonly string[]>>;
}

/** A refusal lists every reason, not only the first. @public */
export type SubsetResult = { ok: true } | { ok: false; reasons: string[] };

// `read` fetches data; it changes nothing.
const changes = ({ action, importing, previousAddress }: ResourceChange) =>
  (action !== 'no-op' && action !== 'read') ||
  importing !== undefined ||
  previousAddress !== undefined;

const destroys = (action: PlanAction) =>
  action === 'delete' || action === 'replace' || action === 'forget';

const atoms: Record<PlanAction, readonly PlanAction[]> = {
  'no-op': [],
  read: [],
  create: ['create'],
  update: ['update'],
  delete: ['delete'],
  replace: ['delete', 'create'],
  forget: ['forget'],
};

const keyOf = ({ address, deposed }: ResourceChange) =>
  deposed ? `${address} (deposed ${deposed})` : address;

function identityOf({ before }: ResourceChange): unknown {
  if (typeof before !== 'object' || before === null || Array.isArray(before)) {
    return undefined;
  }
  return before.id;
}

function checkDigests(approved: PlanEnvelope, next: PlanEnvelope): string[] {
  const reasons: string[] = [];
  if (approved.moduleDigest !== next.moduleDigest) {
    reasons.push('the module is another one');
  }
  if (approved.lockFileDigest !== next.lockFileDigest) {
    reasons.push('the provider lock file is another one');
  }
  if (approved.engineDigest !== next.engineDigest) {
    reasons.push('the engine is another one');
  }
  return reasons;
}

function checkWhole(plan: TerraformPlan, name: string): string[] {
  const reasons: string[] = [];
  if (plan.errored) reasons.push(`the ${name} plan has errors`);
  if (!plan.complete) reasons.push(`the ${name} plan is not complete`);
  return reasons;
}

/** An update where a create was approved. */
const finishesCreate = (approved: ResourceChange, next: ResourceChange) =>
  next.action === 'update' && atoms[approved.action].includes('create');

function checkAction(
  approved: ResourceChange,
  next: ResourceChange,
  owned: boolean,
): string[] {
  const key = keyOf(next);
  const allowed = atoms[approved.action];
  if (next.deposed && !approved.deposed) {
    // What an interrupted create-before-destroy left to delete.
    return approved.action === 'replace' && next.action === 'delete'
      ? []
      : [`${key}: ${next.action} of a leftover was not approved`];
  }
  const within = atoms[next.action].every(atom => allowed.includes(atom));
  if (within) return [];
  if (finishesCreate(approved, next)) {
    if (owned) return [];
    return [`${key}: update of an object this change is not proven to own`];
  }
  return [
    `${key}: ${next.action} was not approved, only ${approved.action} was`,
  ];
}

function checkIdentity(approved: ResourceChange, next: ResourceChange) {
  if (!destroys(next.action)) return [];
  const id = identityOf(next);
  if (id !== undefined && id === identityOf(approved)) return [];
  return [`${keyOf(next)}: ${next.action} of another object than approved`];
}

function checkValues(
  approved: ResourceChange,
  next: ResourceChange,
  { createOnlyAttributes = {} }: SubsetOptions,
): string[] {
  // A leftover's after is always null, that of its replacement is not.
  if (next.deposed && !approved.deposed) return [];
  const finishing = finishesCreate(approved, next);
  const listed = Object.hasOwn(createOnlyAttributes, next.type);
  const paths = differingPaths(approved, next, {
    // What was planned without an object is now planned from one read back.
    emptyIsNull: finishing,
    except: finishing && listed ? createOnlyAttributes[next.type] : [],
  });
  return paths.map(
    path => `${keyOf(next)}: ${path} differs from what was approved`,
  );
}

function checkChange(
  next: ResourceChange,
  approved: ResourceChange | undefined,
  options: SubsetOptions,
): string[] {
  const key = keyOf(next);
  if (!approved || !changes(approved)) {
    return [`${key}: ${next.action} is not in the approved plan`];
  }
  const reasons = [
    ...checkAction(
      approved,
      next,
      options.ownedAddresses.includes(next.address),
    ),
    ...checkIdentity(approved, next),
  ];
  if (approved.providerName !== next.providerName) {
    reasons.push(`${key}: another provider`);
  }
  if (approved.type !== next.type || approved.mode !== next.mode) {
    reasons.push(`${key}: another resource type`);
  }
  if (next.importing && next.importing.id !== approved.importing?.id) {
    reasons.push(`${key}: an import that was not approved`);
  }
  if (next.previousAddress && next.previousAddress !== approved.previousAddress)
    reasons.push(`${key}: a move that was not approved`);
  return [...reasons, ...checkValues(approved, next, options)];
}

function checkDrift(
  drift: ResourceChange,
  approved: ResourceChange | undefined,
  next: ResourceChange | undefined,
): string[] {
  const key = keyOf(drift);
  if (!approved || !changes(approved)) {
    return [`${key}: drift outside the approved plan`];
  }
  if (drift.action !== 'delete') return [];
  // A lost privilege hides guests: what is unseen must not be made again.
  if (next && atoms[next.action].includes('create')) {
    return [`${key}: gone behind the engine's back and to be created again`];
  }
  return approved.action === 'delete' && !drift.deposed
    ? []
    : [`${key}: gone behind the engine's back`];
}

/**
 * Whether a new plan is what remains of an approved one, so that it may be
 * applied under the same approval.
 *
 * @remarks
 * Every changing address is in the approved plan; same module, lock file, engine
 * and provider; actions within the approved ones, or `update` where `create` was
 * approved and the object is proven ours; `after` equal wherever the approved
 * plan knew it; no delete or replace of another object; no drift outside, and
 * none that deleted what would be created. Reasons name addresses and attribute
 * paths, never values.
 *
 * @public
 */
export function isWithinApproved(
  approved: PlanEnvelope,
  next: PlanEnvelope,
  options: SubsetOptions,
): SubsetResult {
  const reasons = [
    ...checkDigests(approved, next),
    ...checkWhole(approved.plan, 'approved'),
    ...checkWhole(next.plan, 'new'),
  ];
  const { resourceChanges } = approved.plan;
  const approvedFor = (change: ResourceChange) =>
    resourceChanges.find(one => keyOf(one) === keyOf(change)) ??
    resourceChanges.find(one => one.address === change.address && !one.deposed);
  for (const change of next.plan.resourceChanges.filter(changes)) {
    reasons.push(...checkChange(change, approvedFor(change), options));
  }
  for (const drift of next.plan.resourceDrift) {
    if (drift.action === 'no-op') continue;
    // Null that reads back as empty is no change of the world.
    const cosmetic = sameButForEmpty(drift.before, drift.after);
    if (drift.action === 'update' && cosmetic) continue;
    const again = next.plan.resourceChanges.find(
      one => one.address === drift.address && !one.deposed,
    );
    reasons.push(...checkDrift(drift, approvedFor(drift), again));
  }
  return reasons.length === 0 ? { ok: true } : { ok: false, reasons };
}
