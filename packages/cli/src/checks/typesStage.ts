import { commandStage } from './commandStage';
import { Stage, StageResult } from './types';

const compile = commandStage('types', 'TypeScript', 'yarn', [
  'tsc',
  '--pretty',
  'false',
  // Afresh: the order in which types were met before shows in the declarations,
  // and so in the API reports.
  '--incremental',
  'false',
]);

let result: Promise<StageResult> | undefined;

/** Checks the types and writes the declarations, once however many ask. */
export const typesStage: Stage = {
  ...compile,
  run: () => (result ??= compile.run()),
};
