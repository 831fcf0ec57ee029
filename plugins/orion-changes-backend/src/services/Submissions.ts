import { randomBytes } from 'node:crypto';
import {
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  ChangeKindInfo,
  ChangePlanView,
  SubmitChangeRequest,
} from '@orion/backstage-plugin-orion-changes-common';
import { ChangeKind } from '@orion/backstage-plugin-orion-changes-node';
import pLimit, { Limit } from 'p-limit';
import { z } from 'zod';
import { assertWithinLimits } from '../database/ChangeQueries';
import { ChangeRow } from '../database/tables';
import { canonicalDigest } from '../record/canonicalJson';
import { readInput, UnprocessableError } from './readSubmission';
import type { Caller, ChangeServiceDeps } from './types';

/** Of one principal, in one replica. */
const CHECKED_AT_ONCE = 4;
const MAX_WAITING = 60;

/** Takes orders in. */
export class Submissions {
  readonly #deps: ChangeServiceDeps;
  /** Orders that are being checked, by who ordered. */
  readonly #checks = new Map<string, Limit>();

  constructor(deps: ChangeServiceDeps) {
    this.#deps = deps;
  }

  listKinds(): ChangeKindInfo[] {
    return [...this.#deps.kinds.values()].map(kind => ({
      id: kind.id,
      version: kind.version,
      title: kind.title,
      description: kind.description,
      destructive: kind.destructive,
      inputSchema: z.toJSONSchema(kind.inputSchema, {
        unrepresentable: 'any',
      }) as Record<string, unknown>,
    }));
  }

  /**
   * Takes a request in. The same key with the same body returns the first change;
   * with another body it is an error.
   *
   * @throws InputError naming field and limit; NotAllowedError; a 422 for a reused key.
   */
  async submit(
    request: SubmitChangeRequest,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<{ id: number; created: boolean }> {
    await this.#deps.assertOpen();
    const kind = this.#kind(request.kind);
    const input = readInput(kind, request);
    const bodyHash = canonicalDigest({
      kind: kind.id,
      input,
      description: request.description,
    });
    const known = await this.#deps.store.findByIdempotencyKey(
      caller.userRef,
      request.idempotencyKey,
    );
    if (known) {
      return replay(known, bodyHash);
    }
    const owner = await this.#admit(kind, input, caller, signal);
    const { title, target } = kind.describe(input);
    const change = {
      nonce: randomBytes(12).toString('hex'),
      kind: kind.id,
      kindVersion: kind.version,
      title,
      description: request.description,
      destructive: kind.destructive,
      owner,
      requester: caller.userRef,
      idempotencyKey: request.idempotencyKey,
      bodyHash,
      input,
      target,
    };
    const { row, created } = await this.#deps.store.insert(change, tx =>
      assertWithinLimits(tx, caller.userRef, this.#deps.config.limits),
    );
    if (!created) {
      return replay(row, bodyHash);
    }
    this.#deps.onChanged(row);
    this.#deps.wake(row.id);
    return { id: Number(row.id), created: true };
  }

  /** Everything `submit` checks, and the rules, without storing or reserving anything. */
  async dryRun(
    request: SubmitChangeRequest,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<
    Pick<ChangePlanView, 'policy' | 'quota'> & {
      title: string;
      approvers: string[];
    }
  > {
    const kind = this.#kind(request.kind);
    const input = readInput(kind, request);
    const owner = await this.#admit(kind, input, caller, signal);
    const { title, target } = kind.describe(input);
    const demand = await kind.quota?.(input);
    const used = await this.#deps.reservations.usage(owner);
    const facts = {
      kind: kind.id,
      destructive: kind.destructive,
      owner,
      requester: caller.userRef,
      facts: kind.policyFacts(input),
      targetRef: target.ref,
      targetName: target.name,
      quota: demand && { demand, used },
      now: new Date(),
    };
    const limit = this.#deps.policy.quotaLimit(owner);
    return {
      title,
      policy: this.#deps.policy.evaluate(facts).verdicts,
      quota: demand && limit ? { owner, limit, used, demand } : undefined,
      approvers: this.#deps.policy.approvalNeed(facts).groups,
    };
  }

  async #admit(
    kind: ChangeKind,
    input: JsonObject,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<string> {
    if (!this.#deps.vault.available) {
      throw new ServiceUnavailableError(
        'No encryption key is set (orion.changes.encryptionKeyFile): nothing can be planned.',
      );
    }
    const { queries, config } = this.#deps;
    // Before any system is asked: who may order nothing has nothing asked for them.
    await assertWithinLimits(queries.knex, caller.userRef, config.limits);
    const owner = await kind.owner(input, signal);
    if (!caller.membership.groups.includes(owner)) {
      throw new NotAllowedError(
        `You are not a member of ${owner}. Choose one of ${caller.membership.groups.join(
          ', ',
        )}.`,
      );
    }
    await this.#oneOfFew(caller.userRef, signal, () =>
      kind.admit(input, signal),
    );
    return owner;
  }

  /**
   * What is refused leaves no change that would count: however many somebody orders,
   * systems are asked for few at once.
   *
   * @throws NotAllowedError where too many wait
   */
  async #oneOfFew(
    userRef: string,
    signal: AbortSignal,
    check: () => Promise<void>,
  ): Promise<void> {
    const checks = this.#checks.get(userRef) ?? pLimit(CHECKED_AT_ONCE);
    if (checks.pendingCount >= MAX_WAITING) {
      throw new NotAllowedError(
        `${checks.pendingCount} of your requests wait to be checked; the limit is ${MAX_WAITING}.`,
      );
    }
    this.#checks.set(userRef, checks);
    try {
      await checks(async () => {
        // Nobody waits for the answer any more.
        signal.throwIfAborted();
        await check();
      });
    } finally {
      if (checks.activeCount + checks.pendingCount === 0) {
        this.#checks.delete(userRef);
      }
    }
  }

  #kind(id: string): ChangeKind {
    const kind = this.#deps.kinds.get(id);
    if (!kind) {
      throw new InputError(
        `kind: "${id}" is not one of ${[...this.#deps.kinds.keys()].join(
          ', ',
        )}`,
      );
    }
    return kind;
  }
}

function replay(
  row: ChangeRow,
  bodyHash: string,
): { id: number; created: boolean } {
  if (row.body_hash !== bodyHash) {
    throw new UnprocessableError(
      `The idempotency key was used for change #${row.id} with another body`,
    );
  }
  return { id: Number(row.id), created: false };
}
