import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
} from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { Knex } from 'knex';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { assertFence } from '../database/ChangeStore';

const ALGORITHM = 'aes-256-gcm';

interface Sealed {
  nonce: Buffer;
  ciphertext: Buffer;
}

function seal(key: Buffer, content: Uint8Array, context: string): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([
    cipher.update(content),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return { nonce, ciphertext };
}

function unseal(key: Buffer, sealed: Sealed, context: string): Buffer {
  const decipher = createDecipheriv(ALGORITHM, key, sealed.nonce);
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.ciphertext.subarray(-16));
  return Buffer.concat([
    decipher.update(sealed.ciphertext.subarray(0, -16)),
    decipher.final(),
  ]);
}

/**
 * Plans, variables and damaged states hold secrets in clear. They are stored
 * under a data key of their own, wrapped by a key that never enters the
 * database; destroying the wrapped key destroys the artifact.
 */
export class ArtifactVault {
  readonly #knex: Knex;
  readonly #key: Buffer | undefined;
  readonly #keyId: string;

  /** @throws InputError when the key file is there but is not 32 bytes of base64, or others may read it. */
  static create(deps: { knex: Knex; keyFile?: string }) {
    return new ArtifactVault(
      deps.knex,
      deps.keyFile ? readKey(deps.keyFile) : undefined,
    );
  }

  private constructor(knex: Knex, key: Buffer | undefined) {
    this.#knex = knex;
    this.#key = key;
    this.#keyId = key
      ? createHash('sha256').update(key).digest('hex').slice(0, 16)
      : '';
  }

  get available(): boolean {
    return this.#key !== undefined;
  }

  /**
   * @throws LeaseLostError when another worker has the change: a plan that was
   *   approved must not be exchanged by one that comes too late.
   */
  async put(
    { id: changeId, fence }: { id: string; fence: string },
    name: string,
    content: Uint8Array,
    options: { consumable?: boolean } = {},
  ): Promise<void> {
    const master = this.#master();
    const context = `${changeId}/${name}`;
    const dataKey = randomBytes(32);
    const body = seal(dataKey, content, context);
    const wrapped = seal(master, dataKey, context);
    const row = {
      key_id: this.#keyId,
      wrapped_key: Buffer.concat([wrapped.nonce, wrapped.ciphertext]),
      nonce: body.nonce,
      ciphertext: body.ciphertext,
      consumable: options.consumable ?? false,
    };
    await this.#knex.transaction(async tx => {
      await assertFence(tx, changeId, fence);
      await tx('artifacts')
        .insert({ change_id: changeId, name, ...row })
        .onConflict(['change_id', 'name'])
        .merge(row);
    });
  }

  /** Undefined when there is none or it was destroyed. */
  async get(changeId: string, name: string): Promise<Buffer | undefined> {
    const row = await this.#knex('artifacts')
      .where({ change_id: changeId, name })
      .first();
    if (!row?.wrapped_key) {
      return undefined;
    }
    if (row.key_id !== this.#keyId) {
      throw new ServiceUnavailableError(
        `Artifact ${name} of change #${changeId} was encrypted with key ${row.key_id}, which is not loaded`,
      );
    }
    const context = `${changeId}/${name}`;
    const wrapped = row.wrapped_key as Buffer;
    const dataKey = unseal(
      this.#master(),
      { nonce: wrapped.subarray(0, 12), ciphertext: wrapped.subarray(12) },
      context,
    );
    return unseal(dataKey, row, context);
  }

  async destroy(changeId: string, tx: Knex = this.#knex): Promise<void> {
    await tx('artifacts')
      .where({ change_id: changeId })
      .update({ wrapped_key: null, ciphertext: Buffer.alloc(0) });
  }

  /**
   * What only the apply needed: called once its engine runs. A plan is never applied twice.
   *
   * @throws LeaseLostError when another worker has the change, and perhaps a newer plan.
   */
  async destroyConsumed({
    id: changeId,
    fence,
  }: {
    id: string;
    fence: string;
  }): Promise<void> {
    await this.#knex.transaction(async tx => {
      await assertFence(tx, changeId, fence);
      await tx('artifacts')
        .where({ change_id: changeId, consumable: true })
        .update({ wrapped_key: null, ciphertext: Buffer.alloc(0) });
    });
  }

  #master(): Buffer {
    if (!this.#key) {
      throw new ServiceUnavailableError(
        'No encryption key: set orion.changes.encryptionKeyFile. Until then nothing is planned.',
      );
    }
    return this.#key;
  }
}

function readKey(path: string): Buffer {
  // eslint-disable-next-line no-bitwise
  const openToOthers = statSync(path).mode & 0o077;
  if (openToOthers) {
    throw new InputError(
      `${path} must be readable by its owner only (mode 0600)`,
    );
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (key.length !== 32) {
    throw new InputError(
      `${path} must hold 32 bytes in base64, not ${key.length}`,
    );
  }
  return key;
}
