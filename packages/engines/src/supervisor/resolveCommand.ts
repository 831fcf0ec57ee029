import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { RunStartError } from './RunStartError';

async function executableProblem(file: string): Promise<string | undefined> {
  try {
    if (!(await stat(file)).isFile()) return 'EACCES';
    await access(file, constants.X_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'ENOENT';
  }
}

/** The file a name stands for on `path`, or `undefined`. @public */
export async function findExecutable(
  name: string,
  path: string,
): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    const file = join(folder, name);
    if ((await executableProblem(file)) === undefined) return file;
  }
  return undefined;
}

/**
 * The absolute path of a command, looked up before any shell is involved, so
 * that a missing program is an error here and not an exit code 127 later.
 */
export async function resolveCommand(
  command: string,
  cwd: string,
  path: string,
): Promise<string> {
  if (!command.includes('/')) {
    const found = await findExecutable(command, path);
    if (!found) {
      throw new RunStartError(command, 'not found on the PATH', 'ENOENT');
    }
    return found;
  }
  const file = resolve(cwd, command);
  const problem = await executableProblem(file);
  if (problem === 'ENOENT' || problem === 'ENOTDIR') {
    throw new RunStartError(command, 'no such file', 'ENOENT');
  }
  if (problem) throw new RunStartError(command, 'not executable', problem);
  return file;
}
