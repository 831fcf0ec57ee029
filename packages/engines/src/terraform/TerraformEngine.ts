import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { findExecutable } from '../supervisor';
import { fileDigest } from './fileDigest';
import { TerraformWorkspace, WorkspaceOptions } from './TerraformWorkspace';
import { EngineDescription, EngineProduct } from './types';

const run = promisify(execFile);

/** Where to look for an engine. @public */
export interface DetectOptions {
  /** Names or absolute paths in order of preference, default `tofu`, `terraform`. */
  candidates?: string[];
  /** Looked into (`<toolsDir>/bin`) when the PATH has none. */
  toolsDir?: string;
  /** Default: this process's PATH. */
  path?: string;
}

async function readVersion(binary: string) {
  const env = { CHECKPOINT_DISABLE: '1', HOME: '/nonexistent' };
  const options = { env, timeout: 20_000 };
  const [json, text] = await Promise.all([
    run(binary, ['version', '-json'], options),
    run(binary, ['version'], options),
  ]);
  // Both products answer under `terraform_version`; only the text names them.
  const { terraform_version: version } = JSON.parse(json.stdout);
  const product: EngineProduct = text.stdout.startsWith('OpenTofu')
    ? 'opentofu'
    : 'terraform';
  return { product, version: String(version) };
}

/**
 * A Terraform or OpenTofu binary, identified by its digest.
 *
 * @public
 */
export class TerraformEngine implements EngineDescription {
  /** Told from the text of `version`: the JSON is the same for both. */
  readonly product: EngineProduct;
  /** Without `v`, for example `1.10.6`. */
  readonly version: string;
  /** SHA-256 of the binary, hex, taken when it was found. */
  readonly digest: string;
  /** Absolute path with symbolic links resolved. */
  readonly binary: string;

  /** The first usable engine, or `undefined` when there is none. */
  static async detect(
    options: DetectOptions = {},
  ): Promise<TerraformEngine | undefined> {
    const { candidates = ['tofu', 'terraform'], toolsDir } = options;
    const path = options.path ?? process.env.PATH ?? '';
    const folders = toolsDir ? [path, join(toolsDir, 'bin')] : [path];
    for (const folder of folders) {
      for (const name of candidates) {
        const found = await findExecutable(
          basename(name),
          isAbsolute(name) ? dirname(name) : folder,
        );
        if (found) return TerraformEngine.at(found);
      }
    }
    return undefined;
  }

  /** The engine at an absolute path; throws when it does not answer. */
  static async at(file: string): Promise<TerraformEngine> {
    const binary = await realpath(file);
    const [version, digest] = await Promise.all([
      readVersion(binary),
      fileDigest(binary),
    ]);
    return new TerraformEngine({ ...version, digest }, binary);
  }

  private constructor(description: EngineDescription, binary: string) {
    this.product = description.product;
    this.version = description.version;
    this.digest = description.digest;
    this.binary = binary;
  }

  /** The part that goes into a plan's pins: no path of this machine. */
  describe(): EngineDescription {
    const { product, version, digest } = this;
    return { product, version, digest };
  }

  /** Commands of this engine in one working directory. */
  workspace(options: WorkspaceOptions): TerraformWorkspace {
    return new TerraformWorkspace(this.binary, options);
  }
}
