import { JsonObject } from '@backstage/types';
import { ChangeContext } from '@orion/backstage-plugin-orion-changes-node';
import { RouterKind } from './RouterKind';
import { SessionDeps } from './SessionTools';

/** As the pipeline's own: what it knows comes from its class, not from its fields. */
class Context {
  readonly change = { mayTryAgain: true };
  get facts(): JsonObject {
    return { taken: true };
  }
}

class Kind extends RouterKind<JsonObject> {
  readonly asked: unknown[] = [];
  protected readonly noun = 'test';
  protected routersOf = () => [];
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
    return { next: 'absent' as const, message: 'gone', evidence: {} };
  }
}

describe('RouterKind', () => {
  it('looks for proof with all that is known, and takes no other step', async () => {
    const kind = new Kind({} as SessionDeps, {
      ...{ id: 'x', title: 'x', description: 'x' },
      destructive: false,
      inputSchema: undefined,
    });
    const ctx = new Context() as unknown as ChangeContext;
    expect(await kind.proveAbsence(ctx)).toMatchObject({ absent: true });
    await kind.recover(ctx);
    expect(kind.asked).toEqual([
      [{ taken: true }, false],
      [{ taken: true }, true],
    ]);
  });
});
