import { ResponseError } from '@backstage/errors';
import { ChangesApi, ChangesCallOptions, ListChangesQuery } from './ChangesApi';
import { DefaultApiClient } from './schema/openapi/generated';
import {
  ChangeDetail,
  ChangeLogChunk,
  ChangePage,
  SettlementOutcome,
} from './changeTypes';
import { SafeModeState } from './safeModeTypes';
import { ChangeKindInfo, SubmitChangeRequest } from './submissionTypes';

/**
 * {@link ChangesApi} over the generated client.
 *
 * @public
 */
export class ChangesClient implements ChangesApi {
  readonly #client: DefaultApiClient;

  /**
   * Pass `fetchApi` in a browser: it adds the person's token. On a server the
   * call options carry one.
   */
  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#client = new DefaultApiClient(options);
  }

  /** {@inheritDoc ChangesApi.listKinds} */
  async listKinds(options?: ChangesCallOptions): Promise<ChangeKindInfo[]> {
    const answer = await this.#client.listChangeKinds({}, options);
    return (await read<{ items: ChangeKindInfo[] }>(answer)).items;
  }

  /** {@inheritDoc ChangesApi.list} */
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

  /** {@inheritDoc ChangesApi.get} */
  async get(id: number, options?: ChangesCallOptions): Promise<ChangeDetail> {
    return read(
      await this.#client.getChange({ path: { changeId: String(id) } }, options),
    );
  }

  /** {@inheritDoc ChangesApi.submit} */
  async submit(request: SubmitChangeRequest, options?: ChangesCallOptions) {
    const answer = await this.#client.submitChange({ body: request }, options);
    return read<{
      id?: number;
      created: boolean;
      dryRun?: Record<string, unknown>;
    }>(answer);
  }

  /** {@inheritDoc ChangesApi.approve} */
  async approve(
    id: number,
    decision: { digest: string; comment?: string; idToken: string },
  ): Promise<void> {
    const path = { changeId: String(id) };
    await check(await this.#client.approveChange({ path, body: decision }));
  }

  /** {@inheritDoc ChangesApi.reject} */
  async reject(
    id: number,
    decision: { digest: string; comment: string; idToken: string },
  ): Promise<void> {
    const path = { changeId: String(id) };
    await check(await this.#client.rejectChange({ path, body: decision }));
  }

  /** {@inheritDoc ChangesApi.cancel} */
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

  /** {@inheritDoc ChangesApi.recover} */
  async recover(id: number, comment?: string): Promise<void> {
    const path = { changeId: String(id) };
    await check(await this.#client.recoverChange({ path, body: { comment } }));
  }

  /** {@inheritDoc ChangesApi.settle} */
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

  /** {@inheritDoc ChangesApi.getSafeMode} */
  async getSafeMode(): Promise<SafeModeState> {
    return read(await this.#client.getSafeMode({}));
  }

  /** {@inheritDoc ChangesApi.takeSafeModeReport} */
  async takeSafeModeReport(): Promise<void> {
    await check(await this.#client.takeSafeModeReport({}));
  }

  /** {@inheritDoc ChangesApi.leaveSafeMode} */
  async leaveSafeMode(exit: {
    comment: string;
    idToken: string;
  }): Promise<void> {
    await check(await this.#client.leaveSafeMode({ body: exit }));
  }

  /** {@inheritDoc ChangesApi.readLog} */
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
