import { Failure, StageResult } from './types';

/** What of Jest's `--json` is read. */
export interface JestReport {
  testResults: JestSuite[];
}

export interface JestSuite {
  /** Path of the file. */
  name: string;
  status: string;
  message: string;
  assertionResults: {
    fullName: string;
    status: string;
    /** What was thrown, with its stack. */
    failureMessages?: string[];
  }[];
}

/** A suite that did not come to its tests has failed as well. */
export function failedSuites({ testResults }: JestReport): JestSuite[] {
  return testResults.filter(
    suite => suite.status === 'failed' || failedTests(suite).length > 0,
  );
}

/**
 * What a run of Jest found. `again` is the report of its failed suites, each
 * tried once more with nothing beside it: what counts is that second run, and
 * what passes only there is named.
 */
export function readJestReport(
  first: JestReport,
  again?: JestReport,
): StageResult {
  const second = new Map(
    again?.testResults.map(suite => [suite.name, suite]) ?? [],
  );
  const suites = first.testResults.map(
    suite => second.get(suite.name) ?? suite,
  );
  const stillFailed = failedSuites({ testResults: suites });
  const tests = suites.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: stillFailed
      .map(suite => Math.max(1, failedTests(suite).length))
      .reduce((sum, count) => sum + count, 0),
    skipped: tests
      .filter(({ status }) => status === 'pending' || status === 'skipped')
      .map(({ fullName }) => fullName),
    failures: stillFailed.flatMap(failuresOf),
    unsteady: failedSuites(first)
      .filter(suite => !stillFailed.some(({ name }) => name === suite.name))
      .flatMap(failuresOf),
    details: stillFailed
      .map(({ message }) => message)
      .join('\n')
      .slice(0, 12_000),
  };
}

function failedTests(suite: JestSuite): Failure[] {
  return suite.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ failureMessages, fullName }) => ({
      name: fullName,
      why: failureMessages?.join('\n'),
    }));
}

function failuresOf(suite: JestSuite): Failure[] {
  const tests = failedTests(suite);
  return tests.length > 0 ? tests : [{ name: suite.name, why: suite.message }];
}
