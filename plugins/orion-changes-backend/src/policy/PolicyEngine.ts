import { JsonObject } from '@backstage/types';
import {
  PlanCounts,
  PolicyVerdict,
  QuotaUsage,
} from '@orion/backstage-plugin-orion-changes-common';
import { PolicyConfig } from '../config';
import { canonicalDigest } from '../record/canonicalJson';
import { matchesKind } from './matchesKind';
import { policyRules } from './rules';

/** Everything a rule may look at. Rules do no I/O, so a verdict can be replayed. */
export interface PolicyInput {
  kind: string;
  destructive: boolean;
  owner: string;
  requester: string;
  facts: JsonObject;
  targetRef?: string;
  targetName: string;
  counts?: PlanCounts;
  blastRadius?: string[];
  quota?: { used: QuotaUsage; demand: QuotaUsage };
  now: Date;
}

/** Who may approve, or the rule that needs nobody. */
export interface ApprovalNeed {
  groups: string[];
  autoRuleId?: string;
}

/**
 * Policy: pure functions over the request, the plan, the target and the time.
 * Every verdict is kept; one `deny` wins over everything else.
 */
export class PolicyEngine {
  readonly #config: PolicyConfig;
  /** Part of the plan digest: a changed policy voids an approval. */
  readonly hash: string;

  constructor(config: PolicyConfig) {
    this.#config = config;
    this.hash = canonicalDigest({
      rules: policyRules.map(rule => `${rule.id}@${rule.version}`),
      config: JSON.parse(JSON.stringify(config)),
    });
  }

  evaluate(input: PolicyInput): { denied: boolean; verdicts: PolicyVerdict[] } {
    const verdicts = policyRules.flatMap(rule => {
      const verdict = rule.evaluate(input, this.#config);
      return verdict ? [{ ruleId: rule.id, ...verdict }] : [];
    });
    return {
      denied: verdicts.some(verdict => verdict.verdict === 'deny'),
      verdicts,
    };
  }

  /** The limit that holds for an owner, or undefined when none is configured: then nothing is allowed. */
  quotaLimit(owner: string): QuotaUsage | undefined {
    return this.#config.quota[owner] ?? this.#config.quota.default;
  }

  approvalNeed(input: PolicyInput): ApprovalNeed {
    const auto = this.#config.autoApprove.find(
      rule =>
        matchesKind(rule.kind, input.kind) &&
        (!rule.owners || rule.owners.includes(input.owner)) &&
        (rule.maxCores === undefined ||
          (input.quota?.demand.cores ?? 0) <= rule.maxCores) &&
        // Loss always needs a person, whatever the configuration says.
        !input.destructive &&
        (input.counts?.destroy ?? 0) + (input.counts?.replace ?? 0) === 0,
    );
    const entry = this.#config.approvers.find(
      rule =>
        matchesKind(rule.kind, input.kind) &&
        (!rule.owner || rule.owner === input.owner),
    );
    return { groups: entry?.groups ?? [], autoRuleId: auto?.ruleId };
  }
}
