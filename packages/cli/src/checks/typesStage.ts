import { commandStage } from './commandStage';
import { Stage, StageResult } from './types';

const compile = commandStage('types', 'TypeScript', 'yarn', [
  'tsc',
  '--pretty',
  'false',
]);

let result: Promise<StageResult> | undefined;

/** Checks the types and writes the declarations, once however many ask. */
export const typesStage: Stage = {
  ...compile,
  run: () => (result ??= compile.run()),
};
