import { readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startTestPostgres } from '../stack/testPostgres';
import { paths } from '../util/paths';
import { runCommand } from '../util/runCommand';
import { Stage } from './types';

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numFailedTestSuites: number;
  testResults: {
    name: string;
    message: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

/** Unit and integration tests of every package, against one real PostgreSQL. */
export const jestStage: Stage = {
  name: 'unit',
  title: 'unit and integration tests (Jest, real PostgreSQL)',
  async run() {
    const report = join(paths.logs, 'test-unit.json');
    rmSync(report, { force: true });
    const database = await startTestPostgres();
    try {
      const { code, output } = await runCommand(
        'yarn',
        [
          'backstage-cli',
          'repo',
          'test',
          '--watchAll=false',
          '--maxWorkers=3',
          '--json',
          `--outputFile=${report}`,
        ],
        {
          logFile: join(paths.logs, 'test-unit.log'),
          env: {
            CI: 'true',
            // Where tests of the engines look for one.
            PATH: [process.env.PATH, join(paths.tools, 'bin')].join(delimiter),
            ORION_TEST_DATABASE_URL: database.url,
            NODE_OPTIONS: '--max-old-space-size=4096',
          },
        },
      );
      return readReport(report, code, output);
    } finally {
      await database.stop();
    }
  },
};

function readReport(file: string, code: number, output: string) {
  let report: JestReport;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: [], details: output };
  }
  const failures = report.testResults.flatMap(suite => suite.message || []);
  const skipped = report.testResults
    .flatMap(suite => suite.assertionResults)
    .filter(({ status }) => status === 'pending' || status === 'skipped')
    .map(({ fullName }) => fullName);
  const suites =
    report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? 1 : 0;
  const failed = report.numFailedTests + suites || (code === 0 ? 0 : 1);
  return {
    passed: report.numPassedTests,
    failed,
    skipped,
    details:
      failures.join('\n').slice(0, 12_000) || (failed ? output : undefined),
  };
}
