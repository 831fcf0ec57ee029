import { CheckResult, CheckState } from '@orion/backstage-plugin-orion-common';

/** What the page's first sentence is made of. */
export type ChecksSummary =
  | { tone: 'failed' | 'warning' | 'unknown'; count: number; what: string }
  | { tone: 'ok' | 'okPart'; count: number; rest: number; total: number }
  | { tone: 'none' };

const worstFirst: CheckState[] = ['failed', 'warning', 'unknown'];

/** The worst finding wins; what is not connected never counts as well. */
export function summarizeChecks(checks: CheckResult[]): ChecksSummary {
  for (const state of worstFirst) {
    const found = checks.filter(check => check.state === state);
    if (found.length > 0) {
      const tone = state as 'failed' | 'warning' | 'unknown';
      return { tone, count: found.length, what: found[0].summary };
    }
  }
  const count = checks.filter(({ state }) => state === 'ok').length;
  if (count === 0) {
    return { tone: 'none' };
  }
  const total = checks.length;
  return {
    tone: count === total ? 'ok' : 'okPart',
    count,
    rest: total - count,
    total,
  };
}
