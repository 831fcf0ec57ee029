import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { insertChange } from '../tests/rows';
import { usePipeline } from '../tests/usePipeline';
import { RunLogWriter } from './RunLogWriter';

const stage = usePipeline();
const SECRET = 'hunter2-very-secret';

/** A run with an output file, and the log that comes of it. */
async function aRun(
  renderLogLine: (line: string) => string | undefined = line => line,
) {
  const { id: changeId } = await insertChange(stage.knex, {
    state: 'applying',
  });
  const id = randomUUID();
  const dir = join(stage.world.dir, id);
  mkdirSync(dir);
  writeFileSync(join(dir, 'stdout'), '');
  writeFileSync(join(dir, 'stderr'), '');
  const [run] = await stage
    .knex('change_runs')
    .insert({
      id,
      change_id: changeId,
      attempt: 1,
      phase: 'apply',
      fence: 0,
      run_dir: dir,
    })
    .returning('*');
  const subject = {
    changeId,
    attempt: 1,
    fence: '0',
    secrets: [SECRET],
    renderLogLine,
  };
  return {
    /** As after a restart: nothing is remembered but the row. */
    copy: (final = false) =>
      new RunLogWriter({ knex: stage.knex, run, subject }).copy({ final }),
    out: (text: string | Buffer) => appendFileSync(join(dir, 'stdout'), text),
    err: (text: string) => appendFileSync(join(dir, 'stderr'), text),
    async log(): Promise<string> {
      const pieces = await stage
        .knex('run_log')
        .where({ run_id: id })
        .orderBy('at_byte');
      let at = 0;
      for (const piece of pieces) {
        // Offsets people read by must be those of what is stored.
        expect(piece.at_byte).toBe(at);
        at += Buffer.byteLength(piece.text);
      }
      const { log_bytes: bytes } = await stage
        .knex('change_runs')
        .where({ id })
        .first();
      expect(bytes).toBe(at);
      return pieces.map(piece => piece.text).join('');
    },
  };
}

describe('the log of a run', () => {
  it('grows by whole lines, and the rest comes with the end', async () => {
    const run = await aRun();
    run.out('one\ntw');
    await run.copy();
    expect(await run.log()).toBe('one\n');
    run.out('o\nthree');
    await run.copy();
    expect(await run.log()).toBe('one\ntwo\n');
    await run.copy(true);
    await run.copy(true);
    expect(await run.log()).toBe('one\ntwo\nthree\n');
  });

  it('ends with what the engine said on stderr, once', async () => {
    const run = await aRun();
    run.out('out\n');
    run.err(`cannot start with ${SECRET}\n`);
    await run.copy(true);
    await run.copy(true);
    expect(await run.log()).toBe('out\ncannot start with [secret]\n');
  });

  it('is written once when two workers copy it', async () => {
    const run = await aRun();
    run.out(
      Array.from({ length: 200 }, (_, index) => `line ${index}\n`).join(''),
    );
    await Promise.all([run.copy(true), run.copy(true), run.copy(true)]);
    expect((await run.log()).split('\n')).toHaveLength(201);
  });

  it('bears bytes that are no text', async () => {
    const run = await aRun();
    run.out(
      Buffer.concat([
        Buffer.from('a\u0000b '),
        Buffer.from([0xff, 0xfe]),
        Buffer.from(' c\nnext\n'),
      ]),
    );
    await run.copy();
    run.out('last\n');
    await run.copy(true);
    expect(await run.log()).toBe('a\ufffdb \ufffd\ufffd c\nnext\nlast\n');
  });

  it('goes on behind a line without an end', async () => {
    const run = await aRun();
    run.out(`${'x'.repeat(700_000)}\nafter\n`);
    await run.copy(true);
    const log = await run.log();
    expect(log.replace(/\n/g, '').length).toBe(700_000 + 'after'.length);
    expect(log.endsWith('after\n')).toBe(true);
  });

  it('shows a line as it is when the kind stumbles over it, and drops what it drops', async () => {
    const run = await aRun(line => {
      if (line === 'noise') {
        return undefined;
      }
      return JSON.parse(line).text;
    });
    run.out('noise\n{"text":"said"}\nnot json\n');
    await run.copy(true);
    expect(await run.log()).toBe('said\nnot json\n');
  });
});
