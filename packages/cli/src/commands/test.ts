import { ansibleStage } from '../checks/ansibleStage';
import { commandStage } from '../checks/commandStage';
import { endToEndStage } from '../checks/endToEndStage';
import { hclStage } from '../checks/hclStage';
import { jestStage } from '../checks/jestStage';
import { renderFailure } from '../checks/renderFailure';
import { reportsStage } from '../checks/reportsStage';
import { schemaModeStage } from '../checks/schemaModeStage';
import { stockStage } from '../checks/stockStage';
import { Stage, StageResult } from '../checks/types';
import { typesStage } from '../checks/typesStage';

const lintStage = commandStage('lint', 'lint and import directions', 'yarn', [
  'backstage-cli',
  'repo',
  'lint',
  '--max-warnings',
  '0',
]);

const formatStage = commandStage('format', 'prettier', 'yarn', [
  'prettier',
  '--check',
  '--loglevel',
  'warn',
  '.',
]);

const knipStage = commandStage(
  'knip',
  'unused files, exports and dependencies',
  'yarn',
  ['knip', '--no-progress', '--no-config-hints'],
);

const STAGES: Stage[] = [
  typesStage,
  lintStage,
  formatStage,
  reportsStage,
  knipStage,
  hclStage,
  ansibleStage,
  jestStage,
  schemaModeStage,
  endToEndStage,
  stockStage,
];

/**
 * What begins with the first stage, each lane one stage after the other: they
 * take one processor or wait, as those before the tests do.
 */
const LANES = [[lintStage, formatStage, knipStage], [ansibleStage]];

/** A stage that throws has failed. */
function start(stage: Stage): Promise<StageResult> {
  return stage.run().catch(error => ({
    passed: 0,
    failed: 1,
    skipped: [],
    details: error.stack,
  }));
}

/** What was started already, by its stage. */
function startLanes(stages: Stage[]): Map<Stage, Promise<StageResult>> {
  const started = new Map<Stage, Promise<StageResult>>();
  for (const lane of LANES) {
    let before: Promise<unknown> = Promise.resolve();
    for (const stage of lane.filter(each => stages.includes(each))) {
      const result = before.then(() => start(stage));
      started.set(stage, result);
      before = result;
    }
  }
  return started;
}

/** Runs every check and ends with one line: N passed, N failed, N skipped. */
export async function test(options: { only?: string }): Promise<void> {
  const wanted = options.only?.split(',');
  const unknown = wanted?.filter(
    name => !STAGES.some(stage => stage.name === name),
  );
  if (unknown?.length) {
    throw new Error(
      `--only: no stage ${unknown.join(', ')}; there is ${STAGES.map(
        stage => stage.name,
      ).join(', ')}`,
    );
  }
  const total = { passed: 0, failed: 0 };
  const lists: Record<string, string[]> = {
    skipped: [],
    'passed alone, failed beside others': [],
    failed: [],
  };
  const stages = STAGES.filter(({ name }) => !wanted || wanted.includes(name));
  const early = startLanes(stages);
  for (const stage of stages) {
    const began = Date.now();
    process.stdout.write(`\n== ${stage.name}: ${stage.title}\n`);
    const result = await (early.get(stage) ?? start(stage));
    if (result.failed > 0 && result.details) {
      process.stdout.write(`${result.details}\n`);
    }
    const took = ((Date.now() - began) / 1000).toFixed(0);
    process.stdout.write(
      `== ${stage.name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped.length} skipped in ${took} s\n`,
    );
    total.passed += result.passed;
    total.failed += result.failed;
    lists.skipped.push(...result.skipped.map(name => `  ${name}`));
    lists['passed alone, failed beside others'].push(
      ...(result.unsteady ?? []).map(renderFailure),
    );
    if (result.failed > 0) {
      const { failures } = result;
      lists.failed.push(
        ...(failures?.length ? failures : [{ name: stage.title }]).map(
          renderFailure,
        ),
      );
    }
  }
  for (const [title, names] of Object.entries(lists)) {
    if (names.length > 0) {
      process.stdout.write(`\n${title}:\n${names.join('\n')}\n`);
    }
  }
  process.stdout.write(
    `\n${total.passed} passed, ${total.failed} failed, ${lists.skipped.length} skipped\n`,
  );
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}
