import { statfs } from 'node:fs/promises';

/** Bytes an ordinary user may still write where `path` lies. @public */
export async function freeDiskBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}
