import { readJestReport } from './readJestReport';

function suite(name: string, tests: Record<string, string>, message = '') {
  const assertionResults = Object.entries(tests).map(([fullName, status]) => ({
    fullName,
    status,
    failureMessages: status === 'failed' ? [`of ${fullName}`] : [],
  }));
  const failed = message || Object.values(tests).includes('failed');
  return {
    name,
    status: failed ? 'failed' : 'passed',
    message,
    assertionResults,
  };
}

const steady = suite('/a.test.ts', { a1: 'passed', a2: 'pending' });

describe('readJestReport', () => {
  it('counts tests, and names what was skipped', () => {
    expect(readJestReport({ testResults: [steady] })).toEqual({
      passed: 1,
      failed: 0,
      skipped: ['a2'],
      failures: [],
      unsteady: [],
      details: '',
    });
  });

  it('names what fails twice, and says why', () => {
    const first = suite('/b.test.ts', { b1: 'failed', b2: 'passed' }, 'one');
    const second = suite('/b.test.ts', { b1: 'failed', b2: 'passed' }, 'two');

    expect(
      readJestReport(
        { testResults: [steady, first] },
        { testResults: [second] },
      ),
    ).toMatchObject({
      passed: 2,
      failed: 1,
      failures: [{ name: 'b1', why: 'of b1' }],
      unsteady: [],
      details: 'two',
    });
  });

  it('counts what passes alone, and tells that it did not beside others', () => {
    const first = suite('/b.test.ts', { b1: 'failed' }, 'late');
    const second = suite('/b.test.ts', { b1: 'passed' });

    expect(
      readJestReport(
        { testResults: [steady, first] },
        { testResults: [second] },
      ),
    ).toMatchObject({
      passed: 2,
      failed: 0,
      failures: [],
      unsteady: [{ name: 'b1' }],
    });
  });

  it('has a suite that comes to no test as a failure, whatever passed elsewhere', () => {
    const broken = suite('/c.test.ts', {}, 'does not compile');

    expect(
      readJestReport({ testResults: [steady, broken] }, { testResults: [] }),
    ).toMatchObject({
      passed: 1,
      failed: 1,
      failures: [{ name: '/c.test.ts', why: 'does not compile' }],
    });
  });

  it('takes no other test of a suite for the one that failed', () => {
    const first = suite('/b.test.ts', { b1: 'failed', b2: 'passed' }, 'late');
    const second = suite('/b.test.ts', { b1: 'passed', b2: 'failed' }, 'now');

    expect(
      readJestReport({ testResults: [first] }, { testResults: [second] }),
    ).toMatchObject({ passed: 1, failed: 1, failures: [{ name: 'b2' }] });
  });
});
