import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertReachable } from './assertReachable';

describe('assertReachable', () => {
  let closed: string;
  let inside: string;

  beforeEach(() => {
    // Made with mode 0700.
    closed = mkdtempSync(join(tmpdir(), 'orion-closed-'));
    inside = join(closed, 'checkout', 'node_modules');
    mkdirSync(inside, { recursive: true, mode: 0o755 });
  });

  afterEach(() => rmSync(closed, { recursive: true }));

  it('names the folder that root alone may enter', () => {
    expect(() => assertReachable(inside, 0)).toThrow(
      `its own user cannot enter ${closed}:`,
    );
  });

  it('has nothing to say when all can enter, or when root is not the user', () => {
    expect(() => assertReachable(inside, 1000)).not.toThrow();
    chmodSync(closed, 0o755);
    expect(() => assertReachable(inside, 0)).not.toThrow();
  });
});
