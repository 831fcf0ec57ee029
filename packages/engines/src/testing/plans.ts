import { ResourceChange, TerraformPlan } from '../terraform/plan/planTypes';
import { PlanEnvelope } from '../terraform/subset/isWithinApproved';

/** A change with the defaults of a create that is fully known. */
export function aChange(more: Partial<ResourceChange> = {}): ResourceChange {
  return {
    address: 'vm.this',
    mode: 'managed',
    type: 'vm',
    name: 'this',
    providerName: 'registry.example/acme/vm',
    action: 'create',
    before: null,
    after: { name: 'web', cores: 2 },
    afterUnknown: { id: true },
    beforeSensitive: false,
    afterSensitive: {},
    replacePaths: [],
    ...more,
  };
}

export function aPlan(more: Partial<TerraformPlan> = {}): TerraformPlan {
  return {
    engineVersion: '1.11.4',
    complete: true,
    applyable: true,
    errored: false,
    resourceChanges: [],
    resourceDrift: [],
    outputChanges: [],
    sensitiveValues: [],
    ...more,
  };
}

export function anEnvelope(
  changes: ResourceChange[],
  more: Partial<PlanEnvelope> = {},
): PlanEnvelope {
  return {
    plan: aPlan({ resourceChanges: changes }),
    moduleDigest: 'm',
    lockFileDigest: 'l',
    engineDigest: 'e',
    ...more,
  };
}
