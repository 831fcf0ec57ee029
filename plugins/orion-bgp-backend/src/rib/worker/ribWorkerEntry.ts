import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { CreateRouteSource, createRouteSource } from './createRouteSource';
import { RibMessage, RibReply } from './protocol';
import { RibHost } from './RibHost';
import { RibWorkerData } from './RibWorkerData';

/** Changes are told at most this often. */
const TELL_MS = 1000;

async function main(): Promise<void> {
  const { sourceModule } = workerData as RibWorkerData;
  const createSource = sourceModule
    ? await loadCreate(sourceModule)
    : createRouteSource;
  let telling: NodeJS.Timeout | undefined;
  const host = new RibHost({
    createSource,
    onChange: () => {
      telling ??= setTimeout(() => {
        telling = undefined;
        post({ tables: host.tables() });
      }, TELL_MS);
    },
    onDump: dump => post({ dump }),
  });
  parentPort?.on('message', (message: RibMessage) => answer(host, message));
}

async function loadCreate(path: string): Promise<CreateRouteSource> {
  const loaded = await import(path);
  // A CommonJS module has its exports below default.
  return loaded.createRouteSource ?? loaded.default.createRouteSource;
}

async function answer(host: RibHost, message: RibMessage): Promise<void> {
  const { id, call, input } = message;
  try {
    // The compiler cannot follow that input belongs to call.
    const handler = host.calls[call] as (of: unknown) => unknown;
    post({ id, answer: await handler(input) });
  } catch (error) {
    const { name, message: text } =
      error instanceof Error ? error : new Error(String(error));
    post({ id, error: { name, message: text } });
  }
}

function post(reply: RibReply): void {
  parentPort?.postMessage(reply);
}

if (!isMainThread) {
  main();
}
