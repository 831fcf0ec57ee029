import { installationStage } from './installationStage';
import { Stage } from './types';
import { typesStage } from './typesStage';

const stock = installationStage({
  name: 'stock',
  title: 'the packed BGP domain in a stock app',
  program: 'packages/cli/src/stock/main.ts',
  folder: 'test-stock',
});

/** ADR 0008: a domain can be taken alone. */
export const stockStage: Stage = {
  ...stock,
  async run() {
    // Each build rolls up the declarations.
    const declared = await typesStage.run();
    return declared.failed > 0 ? declared : stock.run();
  },
};
