import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  removeTemporaryFolders,
  temporaryFolder,
} from '../testing/temporaryFolder';
import { readRunOutput } from './readRunOutput';
import { startRun } from './startRun';
import { tailLines } from './tailLines';

afterEach(removeTemporaryFolders);

async function withOutput(content: string | Buffer, limits = {}) {
  const dir = join(await temporaryFolder(), 'run');
  await mkdir(dir);
  await writeFile(join(dir, 'stdout'), content);
  await writeFile(join(dir, 'run.json'), JSON.stringify({ limits }));
  return dir;
}

async function readAll(dir: string, limit: number) {
  let text = '';
  let offset = 0;
  const pieces: string[] = [];
  for (;;) {
    const piece = await readRunOutput(dir, { stream: 'stdout', offset, limit });
    text += piece.text;
    if (piece.nextOffset === offset) return { text, pieces };
    pieces.push(piece.text);
    offset = piece.nextOffset;
  }
}

describe('readRunOutput', () => {
  const text = 'aé€😀\n'.repeat(50);

  it.each([4, 5, 6, 7, 11, 64])(
    'cuts no character into pieces of at most %d bytes',
    async limit => {
      const read = await readAll(await withOutput(text), limit);
      expect(read.text).toBe(text);
      expect(read.pieces.length).toBeGreaterThan(1);
      expect(read.pieces.join('')).not.toContain('\ufffd');
    },
  );

  it('holds back an unfinished character until the run has ended', async () => {
    const dir = await withOutput(Buffer.from([0x61, 0xe2, 0x82]));
    expect(await readRunOutput(dir, { stream: 'stdout' })).toEqual({
      text: 'a',
      nextOffset: 1,
      size: 3,
      atEnd: false,
      truncated: false,
    });
    const last = await readRunOutput(dir, {
      stream: 'stdout',
      offset: 1,
      final: true,
    });
    expect(last).toMatchObject({ text: '\ufffd', nextOffset: 3, atEnd: true });
  });

  it('begins at the next character when the offset is inside one', async () => {
    const dir = await withOutput('😀b');
    const read = await readRunOutput(dir, { stream: 'stdout', offset: 2 });
    expect(read).toMatchObject({ text: 'b', nextOffset: 5 });
  });

  it('passes over bytes that are no UTF-8', async () => {
    const dir = await withOutput(Buffer.from([0xff, 0x80, 0x80, 0x80, 0x62]));
    const { text: read } = await readAll(dir, 4);
    expect(read.endsWith('b')).toBe(true);
  });

  it('stops at the size limit of the run', async () => {
    const dir = await withOutput('x'.repeat(100), { maxOutputBytes: 40 });
    const read = await readRunOutput(dir, { stream: 'stdout', limit: 64 });
    expect(read).toMatchObject({ nextOffset: 40, size: 100, truncated: true });
    const more = await readRunOutput(dir, { stream: 'stdout', offset: 40 });
    expect(more).toMatchObject({ text: '', atEnd: true, truncated: true });
  });

  it('reads a large log while it grows, without a pipe to fill', async () => {
    const cwd = await temporaryFolder();
    const run = await startRun({
      dir: join(cwd, 'run'),
      command: 'sh',
      args: ['-c', 'yes 0123456789 | head -c 5500000'],
      cwd,
      env: { PATH: '/usr/bin:/bin' },
    });
    expect(await run.wait()).toMatchObject({ exitCode: 0 });
    const read = await readAll(run.dir, 1024 * 1024);
    expect(read.text).toHaveLength(5_500_000);
    expect(read.pieces).toHaveLength(6);
  });
});

describe('tailLines', () => {
  it.each([
    ['one\ntwo\nthree\n', 2, ['two', 'three']],
    ['one\ntwo\nthree', 5, ['one', 'two', 'three']],
    ['', 3, []],
    ['one\n', 0, []],
    ['a\r\nb\r\n', 1, ['b']],
  ])('%j, %d lines', async (content, lines, expected) => {
    const dir = await withOutput(content);
    expect(await tailLines(dir, { stream: 'stdout', lines })).toEqual(expected);
  });

  it('drops a line it sees only the end of', async () => {
    const dir = await withOutput('€€€€ first\nsecond\n');
    const options = { stream: 'stdout', lines: 9, maxBytes: 13 } as const;
    expect(await tailLines(dir, options)).toEqual(['second']);
  });
});
