import knexFactory from 'knex';
import { ScriptedKind } from './ScriptedKind';
import { testPipeline } from './testPipeline';
import { World } from './World';

/** The pipeline as a process of its own, to be killed by a test. */
async function main() {
  const { url, worldDir } = JSON.parse(process.env.PIPELINE_OPTIONS!);
  const world = new World(worldDir);
  const knex = knexFactory({
    client: 'pg',
    connection: url,
    searchPath: ['orion-changes'],
    pool: { min: 0, max: 10 },
  });
  const pipeline = testPipeline({
    knex,
    world,
    kinds: [new ScriptedKind(world)],
  });
  await pipeline.start();
  process.stdout.write('ready\n');
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
