import { installationStage } from './installationStage';

/** ADR 0008: a domain can be taken alone. */
export const stockStage = installationStage({
  name: 'stock',
  title: 'the packed BGP domain in a stock app',
  program: 'packages/cli/src/stock/main.ts',
  folder: 'test-stock',
});
