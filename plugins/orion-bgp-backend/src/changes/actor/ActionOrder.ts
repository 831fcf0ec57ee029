import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RouterEndpoint } from '../../config';
import { SessionAction } from '../SessionAction';

/** What the actor is told, in a file only its owner reads. */
export interface ActionOrder {
  /** Names the router in messages. */
  router: string;
  /** With the right to act; not the one it is read with. */
  endpoint: RouterEndpoint;
  session: string;
  action: SessionAction;
  /** Goes to the neighbor (RFC 9003). */
  reason: string;
  /** The action is undone after this long unless it is confirmed. */
  revertAfterSeconds: number;
  /** Flags of node that the actor was started with. */
  execArgv: string[];
}

const FILE = 'order.json';

/** Writes the order of an action's folder, whole; one that nobody carried out is replaced. */
export async function writeOrder(
  dir: string,
  order: ActionOrder,
): Promise<void> {
  const file = join(dir, FILE);
  await writeFile(`${file}.new`, JSON.stringify(order), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Reads what {@link writeOrder} wrote. */
export async function readOrder(dir: string): Promise<ActionOrder> {
  return JSON.parse(await readFile(join(dir, FILE), 'utf8'));
}
