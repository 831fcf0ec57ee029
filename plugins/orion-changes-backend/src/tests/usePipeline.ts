import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { ScriptedKind } from './ScriptedKind';
import {
  migrationsDirectory,
  TestPipeline,
  testPipeline,
  TestPipelineOptions,
} from './testPipeline';
import { World } from './World';

/** What a file of stories shares: a database, a world, and pipelines on both. */
export interface Stage {
  database: TestDatabase;
  knex: Knex;
  world: World;
  pipeline: TestPipeline;
  /** Another replica on the same database, with connections of its own. */
  replica(options?: Partial<TestPipelineOptions>): Promise<TestPipeline>;
}

/** Sets a stage up for the tests of one file. */
export function usePipeline(options: Partial<TestPipelineOptions> = {}): Stage {
  const world = World.create();
  const pipelines: TestPipeline[] = [];
  const stage = { world } as Stage;
  const start = (knex: Knex, more: Partial<TestPipelineOptions>) => {
    const kinds = [new ScriptedKind(world)];
    const pipeline = testPipeline({ knex, world, kinds, ...options, ...more });
    pipelines.push(pipeline);
    return pipeline;
  };
  beforeAll(async () => {
    stage.database = await startTestDatabase();
    stage.knex = await stage.database.connect('orion-changes');
    await stage.knex.migrate.latest({ directory: migrationsDirectory });
    stage.replica = async (more = {}) =>
      start(await stage.database.connect('orion-changes'), more);
    stage.pipeline = start(stage.knex, {});
  });
  afterAll(async () => {
    await Promise.all(pipelines.map(pipeline => pipeline.stop()));
    await stage.database.stop();
    world.remove();
  });
  return stage;
}
