import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { runStories } from '../checks/stories';
import { Stack } from '../stack/Stack';
import { paths } from '../util/paths';
import { Steps } from '../util/Steps';
import { schemaStories } from './stories';

const PORT = Number(process.env.ORION_E2E_PORT ?? 7307);

/** Starts an installation whose plugins share one database; `argv[2]` is where the report goes. */
async function main(): Promise<void> {
  const [, , report] = process.argv;
  const config = join(paths.home, 'schema-mode.yaml');
  writeFileSync(
    config,
    stringify({ backend: { database: { pluginDivisionMode: 'schema' } } }),
  );
  const stack = new Stack({
    port: PORT,
    lab: true,
    steps: new Steps(),
    configFiles: [config],
  });
  await stack.start();
  try {
    const result = await runStories(schemaStories(stack), async () => {});
    if (report) {
      writeFileSync(report, JSON.stringify(result));
    }
  } finally {
    await stack.stop();
  }
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
