import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { GobgpGuards } from './GobgpGuards';

// A script stands where OpenSSH's client does; the real one and the real
// gobgp-guards meet in gobgpGuards.test.ts.
describe('GobgpGuards', () => {
  const path = process.env.PATH;
  let folder: string;
  const guards = (answer: string) => {
    writeFileSync(
      join(folder, 'ssh'),
      `#!/bin/sh\necho "0001 ready"; read line; echo "$line" >${folder}/asked\n${answer}\nsleep 1\n`,
      { mode: 0o755 },
    );
    return new GobgpGuards('gw2', {
      key: 'k',
      host: 'gw2',
      user: 'orion',
      identityFile: '/k',
      hostKeys: ['ssh-ed25519 AAAA'],
    });
  };
  const soon = () => AbortSignal.timeout(500);
  const asked = () => readFileSync(join(folder, 'asked'), 'utf8');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orion-guards-test-'));
    process.env.PATH = `${folder}${delimiter}${path}`;
  });
  afterEach(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true, force: true });
  });

  it('says what is to be done, and when', async () => {
    const taken = guards('echo "0000 Guarded"');
    await taken.guard('an-id', 180, 'enable 192.0.2.1', soon());
    expect(asked()).toBe('orion guard an-id 180 enable 192.0.2.1\n');
    expect(await taken.release('an-id', soon())).toBe('released');
    expect(asked()).toBe('orion release an-id\n');
    expect(
      await guards('echo "8001 It was undone"').release('an-id', soon()),
    ).toBe('undone');
  });

  it.each([
    ['echo "8003 GoBGP does not answer"', 'refused', /done: GoBGP does not/],
    ['echo "8001 It was undone"', 'refused', /done: It was undone/],
    // Whether it watches is not known then.
    ['exit 1', 'closed', /ended the connection/],
    ['exec sleep 60', 'closed', /it does not answer/],
  ])('wants to be sure of it: %s', async (answer, problem, message) => {
    await expect(
      guards(answer).guard('an-id', 180, 'enable 192.0.2.1', soon()),
    ).rejects.toMatchObject({
      problem,
      message: expect.stringMatching(message),
    });
  });

  it('tells nobody there from somebody who does not answer', async () => {
    const nobody = guards('');
    writeFileSync(join(folder, 'ssh'), '#!/bin/sh\nexit 255\n');
    await expect(
      nobody.guard('an-id', 180, 'enable 192.0.2.1', soon()),
    ).rejects.toMatchObject({ problem: 'connect' });
    await expect(nobody.release('an-id', soon())).rejects.toThrow(
      /gw2 does not say whether it took the action back/,
    );
  });

  it('takes another command for one that never guarded anything', async () => {
    const other = guards('echo "8007 Access denied"');
    expect(await other.release('an-id', soon())).toBe('released');
  });
});
