import { readFileSync, rmSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { startTestPostgres } from '../stack/testPostgres';
import { paths } from '../util/paths';
import { CommandResult, runCommand } from '../util/runCommand';
import { failedSuites, JestReport, readJestReport } from './readJestReport';
import { Stage } from './types';

/** More than these in one run are no matter of load. */
const MOST_AGAIN = 6;

/**
 * Unit and integration tests of every package, against one real PostgreSQL.
 * Some of them wait for daemons and engines, and so for the machine: the few
 * suites that failed are tried once more, one after the other, and named.
 */
export const jestStage: Stage = {
  name: 'unit',
  title: 'unit and integration tests (Jest, real PostgreSQL)',
  async run() {
    const database = await startTestPostgres();
    try {
      const { report, code, output } = await runJest('unit', database.url, [
        '--maxWorkers=3',
      ]);
      if (!report) {
        return { passed: 0, failed: 1, skipped: [], details: output };
      }
      const failed = failedSuites(report).map(({ name }) => name);
      if (failed.length === 0 && code !== 0) {
        const { passed, skipped } = readJestReport(report);
        return { passed, failed: 1, skipped, details: output };
      }
      if (failed.length === 0 || failed.length > MOST_AGAIN) {
        return readJestReport(report);
      }
      process.stdout.write(
        `once more, alone: ${failed
          .map(name => relative(paths.root, name))
          .join(', ')}\n`,
      );
      const again = await runJest('unit-again', database.url, [
        '--maxWorkers=1',
        '--runTestsByPath',
        ...failed,
      ]);
      return readJestReport(report, again.report);
    } finally {
      await database.stop();
    }
  },
};

/** Without a report when Jest did not come to write one. */
async function runJest(
  name: string,
  databaseUrl: string,
  args: string[],
): Promise<CommandResult & { report?: JestReport }> {
  const file = join(paths.logs, `test-${name}.json`);
  rmSync(file, { force: true });
  const result = await runCommand(
    'yarn',
    [
      'backstage-cli',
      'repo',
      'test',
      '--watchAll=false',
      '--json',
      `--outputFile=${file}`,
      ...args,
    ],
    {
      logFile: join(paths.logs, `test-${name}.log`),
      env: {
        CI: 'true',
        // Where tests of the engines look for one.
        PATH: [process.env.PATH, join(paths.tools, 'bin')].join(delimiter),
        ORION_TEST_DATABASE_URL: databaseUrl,
        NODE_OPTIONS: '--max-old-space-size=4096',
      },
    },
  );
  try {
    return { ...result, report: JSON.parse(readFileSync(file, 'utf8')) };
  } catch {
    return result;
  }
}
