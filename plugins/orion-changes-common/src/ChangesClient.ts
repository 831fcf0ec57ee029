import { ResponseError } from '@backstage/errors';
import { DefaultApiClient } from './schema/openapi/generated';
import { ChangeState } from './states';
import {
  ChangeDetail,
  ChangeKindInfo,
  ChangeLogChunk,
  ChangePage,
  SafeModeState,
  SettlementOutcome,
  SubmitChangeRequest,
} from './types';

/** @public */
export interface ListChangesQuery {
  view?: 'mine' | 'waiting' | 'all';
  state?: ChangeState[];
  kind?: string;
  owner?: string;
  targetRef?: string;
  text?: string;
  limit?: number;
  cursor?: string;
}

/** Options of every call: a plugin token on the server side. @public */
export interface ChangesCallOptions {
  token?: string;
}

/**
 * The change pipeline as browsers and other plugins reach it. Every method
 * throws `ResponseError` with the backend's own message.
 *
 * @public
 */
export interface ChangesApi {
  listKinds(options?: ChangesCallOptions): Promise<ChangeKindInfo[]>;
  list(
    query: ListChangesQuery,
    options?: ChangesCallOptions,
  ): Promise<ChangePage>;
  get(id: number, options?: ChangesCallOptions): Promise<ChangeDetail>;
  submit(
    request: SubmitChangeRequest,
    options?: ChangesCallOptions,
  ): Promise<{
    id?: number;
    created: boolean;
    dryRun?: Record<string, unknown>;
  }>;
  approve(
    id: number,
    decision: { digest: string; comment?: string; idToken: string },
  ): Promise<void>;
  reject(
    id: number,
    decision: { digest: string; comment: string; idToken: string },
  ): Promise<void>;
  cancel(
    id: number,
    comment?: string,
    options?: ChangesCallOptions,
  ): Promise<void>;
  recover(id: number, comment?: string): Promise<void>;
  settle(
    id: number,
    settlement: {
      outcome: SettlementOutcome;
      comment: string;
      idToken: string;
    },
  ): Promise<void>;
  getSafeMode(): Promise<SafeModeState>;
  takeSafeModeReport(): Promise<void>;
  leaveSafeMode(exit: { comment: string; idToken: string }): Promise<void>;
  readLog(
    id: number,
    query: { offset: number; run?: string },
    options?: ChangesCallOptions,
  ): Promise<ChangeLogChunk>;
}

/**
 * {@link ChangesApi} over the generated client.
 *
 * @public
 */
export class ChangesClient implements ChangesApi {
  readonly #client: DefaultApiClient;

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#client = new DefaultApiClient(options);
  }

  async listKinds(options?: ChangesCallOptions): Promise<ChangeKindInfo[]> {
    const answer = await this.#client.listChangeKinds({}, options);
    return (await read<{ items: ChangeKindInfo[] }>(answer)).items;
  }

  async list(
    query: ListChangesQuery,
    options?: ChangesCallOptions,
  ): Promise<ChangePage> {
    const { state, ...rest } = query;
    const answer = await this.#client.listChanges(
      { query: { ...rest, state: state?.join(',') } },
      options,
    );
    return read(answer);
  }

  async get(id: number, options?: ChangesCallOptions): Promise<ChangeDetail> {
    return read(
      await this.#client.getChange({ path: { changeId: String(id) } }, options),
    );
  }

  async submit(request: SubmitChangeRequest, options?: ChangesCallOptions) {
    const answer = await this.#client.submitChange({ body: request }, options);
    return read<{
      id?: number;
      created: boolean;
      dryRun?: Record<string, unknown>;
    }>(answer);
  }

  async approve(
    id: number,
    decision: { digest: string; comment?: string; idToken: string },
  ): Promise<void> {
    const path = { changeId: String(id) };
    await check(await this.#client.approveChange({ path, body: decision }));
  }

  async reject(
    id: number,
    decision: { digest: string; comment: string; idToken: string },
  ): Promise<void> {
    const path = { changeId: String(id) };
    await check(await this.#client.rejectChange({ path, body: decision }));
  }

  async cancel(
    id: number,
    comment?: string,
    options?: ChangesCallOptions,
  ): Promise<void> {
    const path = { changeId: String(id) };
    await check(
      await this.#client.cancelChange({ path, body: { comment } }, options),
    );
  }

  async recover(id: number, comment?: string): Promise<void> {
    const path = { changeId: String(id) };
    await check(await this.#client.recoverChange({ path, body: { comment } }));
  }

  async settle(
    id: number,
    settlement: {
      outcome: SettlementOutcome;
      comment: string;
      idToken: string;
    },
  ): Promise<void> {
    const path = { changeId: String(id) };
    await check(await this.#client.settleChange({ path, body: settlement }));
  }

  async getSafeMode(): Promise<SafeModeState> {
    return read(await this.#client.getSafeMode({}));
  }

  async takeSafeModeReport(): Promise<void> {
    await check(await this.#client.takeSafeModeReport({}));
  }

  async leaveSafeMode(exit: {
    comment: string;
    idToken: string;
  }): Promise<void> {
    await check(await this.#client.leaveSafeMode({ body: exit }));
  }

  async readLog(
    id: number,
    query: { offset: number; run?: string },
    options?: ChangesCallOptions,
  ): Promise<ChangeLogChunk> {
    const path = { changeId: String(id) };
    return read(await this.#client.readChangeLog({ path, query }, options));
  }
}

async function check(answer: Pick<Response, 'ok'>): Promise<void> {
  if (!answer.ok) {
    const error = await ResponseError.fromResponse(answer as never);
    // By itself it says "Request failed with 403 Forbidden", which tells nobody what to do.
    error.message = error.body.error?.message || error.message;
    throw error;
  }
}

async function read<T>(answer: {
  ok: boolean;
  json(): Promise<unknown>;
}): Promise<T> {
  await check(answer);
  return (await answer.json()) as T;
}
