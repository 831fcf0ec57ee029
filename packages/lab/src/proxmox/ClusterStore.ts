import { SnapshotFile } from '../shared/SnapshotFile';
import { ClusterState } from './types';

/** Holds the cluster's state and its copy on disk. */
export class ClusterStore {
  state: ClusterState;
  readonly #file: SnapshotFile<ClusterState>;
  readonly #seed: () => ClusterState;

  /** @param path - undefined keeps the state in memory only. */
  constructor(path: string | undefined, seed: () => ClusterState) {
    this.#seed = seed;
    this.#file = new SnapshotFile<ClusterState>(path, () => this.state);
    this.state = this.#file.load() ?? seed();
  }

  /** Call after each change; the file follows a little later. */
  changed(): void {
    this.#file.touch();
  }

  /** Back to the seed. */
  reset(): void {
    this.state = this.#seed();
    this.#file.touch();
  }

  flush(): void {
    this.#file.flush();
  }
}
