import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { paths } from '../util/paths';

interface UpRecord {
  pid: number;
  url: string;
}

/** What a running `up` left behind, when its process is alive. */
export function findRunning(): UpRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(paths.lock, 'utf8')) as UpRecord;
    process.kill(record.pid, 0);
    return record;
  } catch {
    // No file, or a file of a process that is gone.
    return undefined;
  }
}

/** @throws Error when another `up` runs from this folder. */
export function takeUpLock(url: string): () => void {
  const running = findRunning();
  if (running) {
    throw new Error(`already up: ${running.url} (process ${running.pid})`);
  }
  writeFileSync(paths.lock, JSON.stringify({ pid: process.pid, url }));
  return () => rmSync(paths.lock, { force: true });
}
