import { CheckResult, CheckState } from '@orion/backstage-plugin-orion-common';
import { summarizeChecks } from './summarizeChecks';

const checks = (...states: CheckState[]) =>
  states.map(
    (state, index) => ({ state, summary: `${state} ${index}` } as CheckResult),
  );

describe('summarizeChecks', () => {
  it.each([
    [
      checks('ok', 'warning', 'failed', 'unknown'),
      { tone: 'failed', count: 1, what: 'failed 2' },
    ],
    [
      checks('ok', 'unknown', 'warning', 'warning'),
      { tone: 'warning', count: 2, what: 'warning 2' },
    ],
    [checks('ok', 'unknown'), { tone: 'unknown', count: 1, what: 'unknown 1' }],
    [checks('ok', 'ok'), { tone: 'ok', count: 2, rest: 0, total: 2 }],
    [
      checks('ok', 'not-connected'),
      { tone: 'okPart', count: 1, rest: 1, total: 2 },
    ],
    [checks('not-connected'), { tone: 'none' }],
  ])('judges %#', (results, expected) => {
    expect(summarizeChecks(results)).toEqual(expected);
  });
});
