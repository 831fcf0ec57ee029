import {
  appendFileSync,
  existsSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { JsonObject } from '@backstage/types';
import {
  ChangeContext,
  ChangeKind,
  EngineOutcome,
  FinishStep,
  KindPlan,
  LockRequest,
  ProbeResult,
  RecoveryVerdict,
  UndoneError,
  WorldMark,
} from '@orion/backstage-plugin-orion-changes-node';
import { startRun } from '@orion/engines/supervisor';
import { z } from 'zod';
import { World } from './World';

const inputSchema = z.object({
  name: z.string().min(1).max(40),
  owner: z.string(),
  cores: z.number().int().positive().optional(),
  /** Where the change waits until the test opens the gate of that name. */
  gates: z.array(z.string()).optional(),
  /** What the engine of the n-th attempt does. Default: the effect, then exit 0. */
  attempts: z
    .array(
      z.object({ exit: z.number().optional(), effect: z.boolean().optional() }),
    )
    .optional(),
  /** Answers of the first recoveries; then the world decides. */
  recover: z
    .array(z.enum(['apply', 'verify', 'absent', 'needs-attention', 'wait']))
    .optional(),
  verify: z.array(z.enum(['pass', 'fail', 'unknown'])).optional(),
  /** How often the write-back fails before it works. */
  finishFails: z.number().optional(),
  /** Somebody undoes it before the write-back. */
  undone: z.boolean().optional(),
  absent: z.boolean().optional(),
  locks: z.array(z.string()).optional(),
});

export type ScriptedInput = z.infer<typeof inputSchema> & JsonObject;
type Ctx = ChangeContext<ScriptedInput>;

export const SECRET = 'hunter2-very-secret';

const ENGINE = `
world=$1; name=$2; mark=$3; gates=$4; effect=$5; code=$6
at() { : >"$world/$name.at-$1"; }
stopped=
trap 'echo term >>"$world/$name.signals"; stopped=1' TERM
gate() {
  case " $gates " in *" $1 "*) ;; *) return ;; esac
  at "$1"
  while [ ! -e "$world/$name.go-$1" ]; do
    [ -n "$stopped" ] && [ "$2" = heeds ] && return
    [ -d "$world" ] || exit 9 # a test that failed leaves nothing running
    sleep 0.02
  done
}
echo "$$" >>"$world/$name.spawns"
echo "starting $name with token ${SECRET} ünïcode"
gate engine-before heeds
if [ -n "$stopped" ]; then echo "interrupted before the effect"; exit 1; fi
if [ "$effect" = yes ]; then
  if [ -e "$world/$name" ]; then echo "$name is there already" >&2; exit 3; fi
  echo "$mark" >>"$world/$name"
  echo "created $name"
fi
gate engine-after ignores
exit "$code"
`;

const PLAN_ENGINE = `
world=$1; name=$2
echo planning
[ "$3" = waits ] || exit 0
trap 'echo term >>"$world/$name.signals"; exit 1' TERM
: >"$world/$name.at-plan-engine"
while [ -d "$world" ] && [ ! -e "$world/$name.go-plan-engine" ]; do sleep 0.02; done
`;

/**
 * A kind for tests whose engine is a real supervised process. What it does
 * comes from its input, so that another process does the same.
 */
export class ScriptedKind implements ChangeKind<ScriptedInput> {
  readonly id: string = 'test.create';
  readonly version = 1;
  readonly title = 'Create a test thing';
  readonly description = 'Writes one line into the world.';
  readonly destructive: boolean = false;
  readonly inputSchema = inputSchema as never;
  readonly quotaOnSuccess = 'becomes-live' as const;
  readonly #world: World;

  constructor(
    world: World,
    overrides: Partial<ChangeKind<ScriptedInput>> = {},
  ) {
    this.#world = world;
    Object.assign(this, overrides);
  }

  describe({ name }: ScriptedInput) {
    return { title: `Create ${name}`, target: { system: 'test', name } };
  }

  async owner(input: ScriptedInput) {
    return input.owner;
  }

  async quota({ cores = 1 }: ScriptedInput) {
    return { vms: 1, cores, memoryMib: 1024, diskGib: 10 };
  }

  async admit() {
    // Always possible.
  }

  policyFacts(): JsonObject {
    return { domain: 'infrastructure' };
  }

  lockKeys(ctx: Ctx): LockRequest[] {
    const { name, locks = [] } = ctx.change.input;
    return [`name:test/${name}`, ...locks].map(key => ({
      key,
      mode: 'exclusive',
    }));
  }

  async reserve(ctx: Ctx) {
    await this.#gate(ctx, 'reserve');
    const { name } = ctx.change.input;
    const { claims } = await ctx.reserve({
      quota: await this.quota(ctx.change.input),
      claims: [
        {
          scope: 'number:test',
          key: { above: 100, from: 101, to: 9999, taken: [] },
        },
        { scope: 'name:test', key: name },
      ],
      intents: [{ system: 'world', key: 'address', payload: {} }],
    });
    const number = claims['number:test'];
    this.#world.write(`${name}.number`, number);
    await ctx.saveFacts({ number });
    await ctx.saveTargetRef(`test:world/${number}`);
    await ctx.resolveIntent('world', 'address', { externalId: number });
  }

  async plan(ctx: Ctx): Promise<KindPlan> {
    await this.#gate(ctx, 'plan');
    const { name, gates = [] } = ctx.change.input;
    const args = [
      this.#world.dir,
      name,
      gates.includes('plan-engine') ? 'waits' : '',
    ];
    const run = await ctx.exec('plan', runDir =>
      this.#run(runDir, PLAN_ENGINE, args, ctx.workDir),
    );
    const status = await run.status();
    if (status.state !== 'exited' || status.exitCode !== 0) {
      throw new Error('The plan engine did not end well');
    }
    await this.#putPlan(ctx);
    await ctx.putArtifact('approved', Buffer.from('what was approved'));
    return {
      counts: { add: 1, change: 0, replace: 0, destroy: 0, reboot: 0 },
      lines: [
        {
          action: 'add',
          address: 'test.this',
          title: ctx.change.input.name,
          attributes: [],
        },
      ],
      pins: { engine: 'sh' },
      fingerprint: {
        number: ctx.facts.number!,
        small: 0.1,
        big: 1e21,
        nothing: null,
      },
      blastRadius: [],
    };
  }

  async recheck(ctx: Ctx) {
    await this.#gate(ctx, 'recheck');
    const [text] = this.#world.lines(`${ctx.change.input.name}.recheck`);
    return text;
  }

  async prepareApply(ctx: Ctx) {
    await this.#gate(ctx, 'prepare');
    const plan = await ctx.getArtifact('plan');
    if (!plan) {
      throw new Error('The plan is not stored');
    }
    const { name, gates = [], attempts = [] } = ctx.change.input;
    const { exit = 0, effect = true } = attempts[ctx.change.attempt - 1] ?? {};
    const args = [
      this.#world.dir,
      name,
      markOf(ctx),
      gates.join(' '),
      effect ? 'yes' : 'no',
      String(exit),
    ];
    return async (runDir: string) => {
      // Announced in the database, not started yet. Nothing interrupts a process that sleeps here.
      await this.#gate(
        { ...ctx, change: ctx.change, signal: undefined } as never,
        'spawn',
      );
      return this.#run(runDir, ENGINE, args, ctx.workDir);
    };
  }

  outcome({ name }: ScriptedInput) {
    return {
      entityRef: `resource:default/${name}`,
      undo: {
        kind: 'test.undo',
        title: `Undo ${name}`,
        template: 'template:default/undo',
        values: { name },
      },
    };
  }

  async checkApply(ctx: Ctx, outcome: EngineOutcome) {
    await this.#gate(ctx, 'check');
    return outcome.exitCode === 0 && this.#isMine(ctx)
      ? { ok: true, message: 'Made it.', evidence: {} }
      : {
          ok: false,
          message: `The engine ended with ${outcome.exitCode}`,
          evidence: {},
        };
  }

  async recover(ctx: Ctx): Promise<RecoveryVerdict> {
    const answers = ctx.change.input.recover ?? [];
    const next =
      answers[this.#count(ctx, 'recoveries') - 1] ?? this.#decide(ctx);
    await this.#gate(ctx, 'recover');
    if (next === 'apply') {
      // A consumed plan is never applied again: what remains is planned anew.
      await this.#putPlan(ctx);
    }
    return { next, message: `Looked: ${next}.`, evidence: { next } };
  }

  #decide(ctx: Ctx): RecoveryVerdict['next'] {
    if (this.#isMine(ctx)) {
      return 'verify';
    }
    if (this.#world.effects(ctx.change.input.name).length > 0) {
      return 'needs-attention';
    }
    return ctx.change.mayTryAgain ? 'apply' : 'absent';
  }

  async verify(ctx: Ctx): Promise<ProbeResult[]> {
    const answers = ctx.change.input.verify ?? [];
    await this.#gate(ctx, 'verify');
    const verdict =
      answers[this.#count(ctx, 'verifications') - 1] ??
      (this.#isMine(ctx) ? 'pass' : 'fail');
    return [{ probe: 'exists', verdict, message: `It is a ${verdict}.` }];
  }

  finish(ctx: Ctx): FinishStep[] {
    const { name, finishFails = 0, undone } = ctx.change.input;
    return [
      {
        id: 'catalog',
        title: 'Write the catalog',
        run: async () => {
          await this.#gate(ctx, 'finish');
          if (this.#count(ctx, 'finishes') <= finishFails) {
            throw new Error(`The catalog does not answer, ${SECRET}`);
          }
          if (undone) {
            throw new UndoneError(`Somebody took it back, ${SECRET}`);
          }
          // Idempotent under the change's id, as every write-back is.
          this.#world.write(`${name}.finished`, `${markOf(ctx)}\n`);
        },
      },
    ];
  }

  async proveAbsence(ctx: Ctx) {
    const absent = !this.#isMine(ctx) && ctx.change.input.absent !== false;
    return {
      absent,
      message: absent ? 'Nothing is there.' : 'It is there.',
      evidence: {},
    };
  }

  async listMarks(): Promise<WorldMark[]> {
    const things = readdirSync(this.#world.dir).filter(
      name => !name.includes('.'),
    );
    return things.flatMap(name =>
      this.#world.effects(name).map(mark => {
        const [, id, nonce] = /^orion-change:(\d+)\/(\w+)$/.exec(mark)!;
        const [number] = this.#world.lines(`${name}.number`);
        const ref = `test:world/${number}`;
        return { changeId: Number(id), nonce, ref, title: name };
      }),
    );
  }

  async release(ctx: Ctx) {
    await this.#gate(ctx, 'release');
    appendFileSync(
      join(this.#world.dir, `${ctx.change.input.name}.released`),
      'released\n',
    );
  }

  secrets() {
    return [SECRET];
  }

  renderLogLine(line: string) {
    return line;
  }

  async #putPlan(ctx: Ctx): Promise<void> {
    const plan = Buffer.from(`plan of ${ctx.change.id}`);
    await ctx.putArtifact('plan', plan, { consumable: true });
  }

  #isMine(ctx: Ctx): boolean {
    return this.#world.effects(ctx.change.input.name).includes(markOf(ctx));
  }

  /** Counts calls across processes. */
  #count(ctx: Ctx, what: string): number {
    const file = `${ctx.change.input.name}.${what}`;
    appendFileSync(join(this.#world.dir, file), 'x\n');
    return this.#world.lines(file).length;
  }

  async #gate(ctx: Ctx, gate: string): Promise<void> {
    const { name, gates = [] } = ctx.change.input;
    if (!gates.includes(gate)) {
      return;
    }
    writeFileSync(join(this.#world.dir, `${name}.at-${gate}`), '');
    while (!existsSync(join(this.#world.dir, `${name}.go-${gate}`))) {
      await sleep(15, undefined, { signal: ctx.signal });
    }
  }

  #run(dir: string, script: string, args: string[], cwd: string) {
    return startRun({
      dir,
      command: '/bin/sh',
      args: ['-c', script, 'engine', ...args],
      cwd,
      env: { PATH: '/usr/bin:/bin' },
    });
  }
}

export function markOf(ctx: Pick<Ctx, 'change'>): string {
  return `orion-change:${ctx.change.id}/${ctx.change.nonce}`;
}
