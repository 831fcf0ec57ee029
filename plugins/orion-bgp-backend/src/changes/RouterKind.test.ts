import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceUnavailableError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';
import { ActionFolders } from './ActionFolders';
import { decide, writeArmed, writeReverted } from './actor/Verdict';
import { GuardsOverError } from './GuardsOverError';
import { RouterKind } from './RouterKind';
import { SessionDeps } from './SessionTools';

/** As the pipeline's own: what it knows comes from its class, not from its fields. */
class Context {
  readonly change = { mayTryAgain: true, input: {} };
  readonly signal = new AbortController().signal;
  readonly workDir: string;

  constructor(workDir = '') {
    this.workDir = workDir;
  }

  get facts(): JsonObject {
    return { taken: true };
  }
}

class Kind extends RouterKind<JsonObject> {
  readonly asked: unknown[] = [];
  protected readonly noun = 'test';
  readonly released: unknown[] = [];
  silent = false;
  protected routersOf = () => ['gw1', 'gw2'];
  describe = () => ({} as never);
  admit = async () => {};
  outcome = () => ({});
  policyFacts = () => ({});
  plan = async () => ({} as never);
  recheck = async () => undefined;
  prepareApply = async () => ({} as never);
  verify = async () => [];
  finish = () => [];
  renderLogLine = () => undefined;

  protected async decideRecovery(
    { facts }: ChangeContext,
    mayTryAgain: boolean,
  ) {
    this.asked.push([facts, mayTryAgain]);
    if (this.silent) {
      throw new ServiceUnavailableError('gw1 does not answer.');
    }
    return { next: 'absent' as const, message: 'gone', evidence: {} };
  }

  override async releaseOrLook<T>(
    ctx: Pick<ChangeContext, 'facts' | 'saveFacts'>,
    release: () => Promise<T[]>,
  ) {
    return super.releaseOrLook(ctx, release);
  }

  protected async releaseWithout(_ctx: ChangeContext, gone: string[]) {
    this.released.push(gone);
    return undefined;
  }
}

const kindWith = (...routers: string[]) =>
  new Kind(
    {
      config: { routers: routers.map(id => ({ id })) },
    } as unknown as SessionDeps,
    {
      ...{ id: 'x', title: 'x', description: 'x' },
      destructive: false,
      inputSchema: undefined,
    },
  );

describe('RouterKind', () => {
  it('looks for proof with all that is known, and takes no other step', async () => {
    const kind = kindWith('gw1', 'gw2');
    const ctx = new Context() as unknown as ChangeContext;
    expect(await kind.proveAbsence(ctx)).toMatchObject({ absent: true });
    await kind.recover(ctx);
    expect(kind.asked).toEqual([
      [{ taken: true }, false],
      [{ taken: true }, true],
    ]);
  });

  it('says while it waits how to end what waits for a router that is gone', async () => {
    const kind = kindWith('gw1', 'gw2');
    kind.silent = true;
    const ctx = new Context() as unknown as ChangeContext;
    await expect(kind.recover(ctx)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message:
        'gw1 does not answer. This change waits for an answer. Where a router is gone for good, take it out of orion.bgp.routers, and out of orion.bgp.migration, and start the portal anew: two people can end the change then.',
    });
    await expect(kind.proveAbsence(ctx)).rejects.toThrow(/two people can end/);
  });

  it('has what was done verified once more where a router can take nothing back any more, and then believes that', async () => {
    const kind = kindWith('gw1', 'gw2');
    const facts: JsonObject = {};
    const release = (problem: Error) =>
      kind.releaseOrLook(
        {
          facts,
          saveFacts: async patch => void Object.assign(facts, patch),
        },
        async () => {
          throw problem;
        },
      );
    const silent = new Error('gw1 does not answer');
    await expect(release(silent)).rejects.toBe(silent);
    const over = new GuardsOverError(['gw1', 'gw1']);
    await expect(release(over)).rejects.toMatchObject({
      name: 'UndoneError',
      message: expect.stringMatching(/^No word from gw1 on whether/),
    });
    expect(facts.guardsOver).toMatch(/^No word from gw1/);
    expect(await release(over)).toEqual([]);
    await expect(release(silent)).rejects.toBe(silent);
  });

  describe('of a router that was taken out of the configuration', () => {
    const absent = {
      absent: true,
      message:
        'gw2 is not in orion.bgp.routers any more: what is so there was not looked at.',
    };
    let workDir: string;
    let dir: string;
    const prove = async () => {
      const kind = kindWith('gw1');
      kind.silent = true;
      const ctx = new Context(workDir) as unknown as ChangeContext;
      return { ...(await kind.proveAbsence(ctx)), released: kind.released };
    };
    const inSeconds = (seconds: number) =>
      new Date(Date.now() + seconds * 1000).toISOString();

    beforeEach(async () => {
      workDir = await mkdtemp(join(tmpdir(), 'orion-gone-'));
      dir = await new ActionFolders(workDir).open(1);
    });
    afterEach(() => rm(workDir, { recursive: true }));

    it('asks for no proof of it, and ends what the others would do', async () => {
      expect(await prove()).toMatchObject({ ...absent, released: [['gw2']] });
    });

    it('waits for whoever may still undo it', async () => {
      await writeArmed(dir, { dueAt: inSeconds(60) });
      const waiting = { absent: false, again: true, released: [] };
      expect(await prove()).toMatchObject(waiting);
      await decide(dir, 'reverting');
      expect(await prove()).toMatchObject(waiting);
      await writeReverted(dir, { at: inSeconds(0), message: 'In vain.' });
      expect(await prove()).toMatchObject(absent);
    });

    it('waits no longer than anybody would try', async () => {
      await writeArmed(dir, { dueAt: inSeconds(-21 * 60) });
      await decide(dir, 'reverting');
      expect(await prove()).toMatchObject(absent);
    });
  });
});
