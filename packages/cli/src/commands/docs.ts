import { buildTechdocs } from '../stack/techdocs';

/** Builds the documentation site the portal serves. */
export async function docs(): Promise<void> {
  process.stdout.write(`documentation ${await buildTechdocs()}\n`);
}
