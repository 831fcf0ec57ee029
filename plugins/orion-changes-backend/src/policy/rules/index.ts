import { PolicyVerdict } from '@orion/backstage-plugin-orion-changes-common';
import { PolicyConfig } from '../../config';
import type { PolicyInput } from '../PolicyEngine';
import { applicationsNotOnVms } from './applicationsNotOnVms';
import { blastRadius } from './blastRadius';
import { freezeWindow } from './freezeWindow';
import { ownerQuota } from './ownerQuota';
import { protectedTarget } from './protectedTarget';

/** One rule; undefined when it does not apply to this change. */
export interface PolicyRule {
  id: string;
  /** Grows when the meaning changes, so that old approvals become void. */
  version: number;
  evaluate(
    input: PolicyInput,
    config: PolicyConfig,
  ): Omit<PolicyVerdict, 'ruleId'> | undefined;
}

/** All rules, in the order people read their verdicts. */
export const policyRules: PolicyRule[] = [
  protectedTarget,
  applicationsNotOnVms,
  freezeWindow,
  ownerQuota,
  blastRadius,
];
