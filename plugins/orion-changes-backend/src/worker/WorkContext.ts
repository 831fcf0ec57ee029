import { LoggerService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import {
  ChangeContext,
  ChangeKind,
  ChangeSubject,
  EngineStart,
  Reserved,
  ReserveRequest,
} from '@orion/backstage-plugin-orion-changes-node';
import { SupervisedRun } from '@orion/engines/supervisor';
import { createScrubber } from '@orion/engines/terraform';
import { assertFence, ChangeStore } from '../database/ChangeStore';
import { ReservationStore } from '../database/ReservationStore';
import { ChangeRow } from '../database/tables';
import { PolicyEngine } from '../policy/PolicyEngine';
import { quotaRefusal } from '../policy/rules/ownerQuota';
import { ArtifactVault } from '../vault/ArtifactVault';
import { storableJsonText } from '../database/storable';
import { RunKeeper, RunSubject } from './RunKeeper';
import { messageOf } from './steps/errors';

/** After this many applies a person has to look. */
export const MAX_ATTEMPTS = 3;

export interface WorkDeps {
  store: ChangeStore;
  reservations: ReservationStore;
  vault: ArtifactVault;
  runs: RunKeeper;
  policy: PolicyEngine;
  logger: LoggerService;
}

/** The pipeline's side of {@link ChangeContext} for one lease on one change. */
export class WorkContext implements ChangeContext {
  readonly change: ChangeSubject;
  readonly signal: AbortSignal;
  readonly logger: LoggerService;
  readonly workDir: string;
  readonly kind: ChangeKind;
  readonly fence: string;
  readonly #deps: WorkDeps;
  readonly #scrub: (text: string) => string;
  #facts: JsonObject;

  static async create(
    deps: WorkDeps,
    options: { row: ChangeRow; kind: ChangeKind; signal: AbortSignal },
  ) {
    const workDir = await deps.runs.workDir(options.row.id);
    return new WorkContext(deps, options, workDir);
  }

  private constructor(
    deps: WorkDeps,
    options: { row: ChangeRow; kind: ChangeKind; signal: AbortSignal },
    workDir: string,
  ) {
    const { row, kind, signal } = options;
    this.#deps = deps;
    this.#facts = row.facts;
    this.kind = kind;
    const scrubber = createScrubber(kind.secrets());
    this.#scrub = text => scrubber.scrub(text);
    this.fence = row.fence;
    this.signal = signal;
    this.workDir = workDir;
    this.logger = deps.logger.child({ change: row.id, kind: row.kind });
    this.change = {
      id: Number(row.id),
      nonce: row.nonce,
      kind: row.kind,
      kindVersion: row.kind_version,
      input: row.input,
      owner: row.owner,
      requester: row.requester,
      attempt: row.attempt,
      mayTryAgain:
        row.cancel_requested_at === null && row.attempt < MAX_ATTEMPTS,
      description: row.description ?? undefined,
    };
  }

  get facts(): JsonObject {
    return this.#facts;
  }

  get runSubject(): RunSubject {
    return {
      changeId: String(this.change.id),
      attempt: this.change.attempt,
      fence: this.fence,
      secrets: this.kind.secrets(),
      renderLogLine: line => this.kind.renderLogLine(line),
    };
  }

  /**
   * A value of the kind without the exact secrets it names. Everything people or
   * the record get from a kind or an engine passes here: diagnostics repeat
   * variables in clear.
   */
  clean<T>(value: T): T {
    return value === undefined
      ? value
      : (JSON.parse(storableJsonText(value), (_key, member) =>
          typeof member === 'string' ? this.#scrub(member) : member,
        ) as T);
  }

  /** What an error says, for people. */
  cleanMessage(error: unknown): string {
    return this.#scrub(messageOf(error));
  }

  /** A stop or a lost lease is nobody's failure: the next worker goes on from what is stored. */
  throwIfLost(error: unknown): void {
    this.signal.throwIfAborted();
    if ((error as Error)?.name === 'LeaseLostError') {
      throw error;
    }
  }

  async saveFacts(patch: JsonObject): Promise<void> {
    this.#facts = await this.#deps.store.mergeFacts(
      String(this.change.id),
      this.fence,
      patch,
    );
  }

  async saveTargetRef(ref: string): Promise<void> {
    const row = await this.#deps.store.get(this.change.id);
    await this.#deps.store.patch(row.id, this.fence, {
      target_ref: ref,
      target: { ...row.target, ref },
    });
  }

  async reserve(request: ReserveRequest): Promise<Reserved> {
    const { owner } = this.change;
    return this.#deps.reservations.reserve(
      { id: String(this.change.id), owner, fence: this.fence },
      request,
      (used, demand) =>
        quotaRefusal(owner, this.#deps.policy.quotaLimit(owner), used, demand),
    );
  }

  async resolveIntent(
    system: string,
    key: string,
    result: { externalId?: string; payload?: JsonObject },
  ): Promise<void> {
    await this.#deps.reservations.resolveIntent(
      { id: String(this.change.id), fence: this.fence },
      system,
      key,
      result,
    );
  }

  async releaseReservations(): Promise<void> {
    const id = String(this.change.id);
    await this.#deps.store.knex.transaction(async tx => {
      await assertFence(tx, id, this.fence);
      await this.#deps.reservations.releaseAll(tx, id);
    });
  }

  async putArtifact(
    name: string,
    content: Uint8Array,
    options: { consumable?: boolean } = {},
  ): Promise<void> {
    await this.#deps.vault.put(
      { id: String(this.change.id), fence: this.fence },
      name,
      content,
      options,
    );
  }

  async getArtifact(name: string): Promise<Uint8Array | undefined> {
    return this.#deps.vault.get(String(this.change.id), name);
  }

  async exec(
    phase: 'plan' | 'confirm' | 'recover',
    start: EngineStart,
    options: { log?: boolean } = {},
  ): Promise<SupervisedRun> {
    const { signal } = this;
    const id = String(this.change.id);
    return this.#deps.runs.exec(this.runSubject, phase, start, {
      signal,
      ...options,
      // A plan changes nothing real, so it need not be waited for.
      shouldInterrupt:
        phase === 'plan' ? () => this.#planIsMoot(id) : undefined,
    });
  }

  async note(message: string, body?: JsonObject): Promise<void> {
    await this.#deps.store.note(
      String(this.change.id),
      {
        event: 'note',
        actor: { type: 'system', ref: 'orion' },
        message: this.#scrub(message),
        body: this.clean(body),
      },
      this.fence,
    );
  }

  async #planIsMoot(id: string): Promise<boolean> {
    const row = await this.#deps.store.find(id);
    return (
      row?.state === 'planning' &&
      (row.cancel_requested_at !== null ||
        (await this.#deps.store.isPastDeadline(id)))
    );
  }
}
