import { writeFileSync } from 'node:fs';
import { runStories } from '../checks/stories';
import { Stack } from '../stack/Stack';
import { Steps } from '../util/Steps';
import { schemaStories } from './stories';

const PORT = Number(process.env.ORION_E2E_PORT ?? 7307);

/** Starts an installation whose plugins share one database; `argv[2]` is where the report goes. */
async function main(): Promise<void> {
  const [, , report] = process.argv;
  const stack = new Stack({
    port: PORT,
    lab: true,
    steps: new Steps(),
    overrides: { backend: { database: { pluginDivisionMode: 'schema' } } },
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
