import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insertChange } from '../tests/rows';
import { usePipeline } from '../tests/usePipeline';
import { ArtifactVault } from './ArtifactVault';

const stage = usePipeline();
const folder = mkdtempSync(join(tmpdir(), 'orion-vault-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function keyFile(
  content = randomBytes(32).toString('base64'),
  mode = 0o600,
): string {
  const path = join(folder, `key-${++files}`);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}
const KEY = keyFile();
const vault = (file: string | undefined = KEY) =>
  ArtifactVault.create({ knex: stage.knex, keyFile: file });
const change = () => insertChange(stage.knex, { state: 'planning' });
const plan = Buffer.from('a plan with a password');

describe('the vault', () => {
  it('gives back what was put in, and shows none of it to the database', async () => {
    const { id, fence } = await change();
    await vault().put({ id, fence }, 'plan', plan);
    await vault().put({ id, fence }, 'empty', Buffer.alloc(0));
    expect(await vault().get(id, 'plan')).toEqual(plan);
    expect(await vault().get(id, 'empty')).toEqual(Buffer.alloc(0));
    const row = await stage
      .knex('artifacts')
      .where({ change_id: id, name: 'plan' })
      .first();
    expect(
      Buffer.concat([row.ciphertext, row.wrapped_key]).includes('password'),
    ).toBe(false);
  });

  it('replaces, destroys, and knows nothing of what was never there', async () => {
    const { id, fence } = await change();
    await vault().put({ id, fence }, 'plan', plan);
    await vault().put({ id, fence }, 'plan', Buffer.from('newer'));
    expect((await vault().get(id, 'plan'))!.toString()).toBe('newer');
    await vault().destroy(id);
    expect(await vault().get(id, 'plan')).toBeUndefined();
    expect(await vault().get(id, 'other')).toBeUndefined();
  });

  it('destroys what an apply consumed, and only that, and only for whoever has the lease', async () => {
    const { id, fence } = await change();
    await vault().put({ id, fence }, 'plan', plan, { consumable: true });
    await vault().put({ id, fence }, 'approved', plan);
    await expect(
      vault().destroyConsumed({ id, fence: '99' }),
    ).rejects.toMatchObject({ name: 'LeaseLostError' });
    expect(await vault().get(id, 'plan')).toEqual(plan);
    await vault().destroyConsumed({ id, fence });
    expect(await vault().get(id, 'plan')).toBeUndefined();
    expect(await vault().get(id, 'approved')).toEqual(plan);
  });

  it.each<[string, object]>([
    ['the ciphertext', { ciphertext: stageRaw('ciphertext') }],
    ['the nonce', { nonce: stageRaw('nonce') }],
    ['the wrapped key', { wrapped_key: stageRaw('wrapped_key') }],
  ])('notices that %s was altered', async (_what, set) => {
    const { id, fence } = await change();
    await vault().put({ id, fence }, 'plan', plan);
    const [[column, raw]] = Object.entries(set);
    await stage
      .knex('artifacts')
      .where({ change_id: id })
      .update({ [column]: stage.knex.raw(raw) });
    await expect(vault().get(id, 'plan')).rejects.toThrow(/authenticate/);
  });

  it('opens nothing under the name of another change or artifact', async () => {
    const [a, b] = [await change(), await change()];
    await vault().put(a, 'plan', plan);
    await vault().put(b, 'plan', Buffer.from('other'));
    const { change_id: _id, ...stolen } = await stage
      .knex('artifacts')
      .where({ change_id: a.id })
      .first();
    await stage.knex('artifacts').where({ change_id: b.id }).update(stolen);
    await expect(vault().get(b.id, 'plan')).rejects.toThrow(/authenticate/);
    await stage
      .knex('artifacts')
      .where({ change_id: a.id })
      .update({ name: 'envelope' });
    await expect(vault().get(a.id, 'envelope')).rejects.toThrow(/authenticate/);
  });

  it('names the key it would need', async () => {
    const { id, fence } = await change();
    await vault().put({ id, fence }, 'plan', plan);
    await expect(vault(keyFile()).get(id, 'plan')).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(
        /was encrypted with key [0-9a-f]{16}, which is not loaded/,
      ),
    });
  });

  it('takes nothing from a worker that lost its lease', async () => {
    const { id, fence } = await change();
    await vault().put({ id, fence }, 'plan', plan);
    await stage.knex('changes').where({ id }).update({ fence: 9 });
    await expect(
      vault().put({ id, fence }, 'plan', Buffer.from('late')),
    ).rejects.toMatchObject({
      name: 'LeaseLostError',
    });
    expect(await vault().get(id, 'plan')).toEqual(plan);
  });

  it('without a key stores nothing and says what to set', async () => {
    const { id, fence } = await change();
    const locked = ArtifactVault.create({ knex: stage.knex });
    expect(locked.available).toBe(false);
    await expect(locked.put({ id, fence }, 'plan', plan)).rejects.toThrow(
      'orion.changes.encryptionKeyFile',
    );
  });
});

describe('the key file', () => {
  it.each([
    [
      'others may read it',
      randomBytes(32).toString('base64'),
      0o644,
      'must be readable by its owner only',
    ],
    [
      'its group may read it',
      randomBytes(32).toString('base64'),
      0o640,
      'must be readable by its owner only',
    ],
    [
      'it is too short',
      randomBytes(16).toString('base64'),
      0o600,
      'must hold 32 bytes in base64, not 16',
    ],
    ['it is empty', '', 0o600, 'must hold 32 bytes in base64, not 0'],
  ])('is refused when %s', (_what, content, mode, text) => {
    expect(() => vault(keyFile(content, mode))).toThrow(text);
  });
});

/** Flips the last bit of a column. */
function stageRaw(column: string): string {
  return `set_byte(${column}, length(${column}) - 1, get_byte(${column}, length(${column}) - 1) # 1)`;
}
