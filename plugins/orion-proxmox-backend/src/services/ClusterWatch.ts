import { LoggerService } from '@backstage/backend-plugin-api';
import { Freshness, freshnessAt } from '@orion/backstage-plugin-orion-common';
import { SourceState, SourceStore } from '@orion/backstage-plugin-orion-node';
import { ClusterConfig } from '../config';

/** How long one question keeps the loops fast. */
const WATCHED_FOR_MS = 120_000;
/** A page asks several times in a moment: the row is written once. */
const WATCH_AGAIN_MS = 15_000;

/** The reading of clusters as the API sees it: how fresh, and that somebody looks. */
export class ClusterWatch {
  readonly #sources: SourceStore;
  readonly #logger: LoggerService;
  readonly #noted = new Map<string, number>();

  constructor(deps: { sources: SourceStore; logger: LoggerService }) {
    this.#sources = deps.sources;
    this.#logger = deps.logger;
  }

  /** A person looks. Never fails: it only makes things faster. */
  async note(clusters: ClusterConfig[]): Promise<void> {
    const now = performance.now();
    const due = clusters
      .map(sourceOf)
      .filter(
        source => (this.#noted.get(source) ?? -Infinity) < now - WATCH_AGAIN_MS,
      );
    if (due.length === 0) {
      return;
    }
    due.forEach(source => this.#noted.set(source, now));
    await this.#sources
      .watch(due, WATCHED_FOR_MS)
      .catch(error =>
        this.#logger.warn(`Nobody will know that ${due} is watched: ${error}`),
      );
  }

  /** Asks for a look at once, and keeps the loop fast for what follows. */
  async askRefresh(cluster: ClusterConfig): Promise<void> {
    const source = sourceOf(cluster);
    await this.#sources.watch([source], WATCHED_FOR_MS);
    await this.#sources.askRefresh(source);
  }

  /** One per cluster, in their order; also for those never read. */
  async listStates(
    clusters: ClusterConfig[],
  ): Promise<{ freshness: Freshness; complete: boolean; revision: number }[]> {
    const states = new Map(
      (await this.#sources.list(clusters.map(sourceOf))).map(state => [
        state.source,
        state,
      ]),
    );
    return clusters.map(cluster =>
      toState(cluster, states.get(sourceOf(cluster))),
    );
  }
}

/** The source's name, `proxmox:<cluster>`. */
export function sourceOf({ id }: { id: string }): string {
  return `proxmox:${id}`;
}

function toState(cluster: ClusterConfig, state: SourceState | undefined) {
  return {
    freshness: freshnessAt(state?.now ?? new Date(), {
      name: sourceOf(cluster),
      fetchedAt: state?.fetchedAt,
      intervalMs: state?.intervalMs ?? cluster.intervalMs,
      error: state?.error,
    }),
    complete: state?.complete ?? false,
    revision: state?.revision ?? 0,
  };
}
