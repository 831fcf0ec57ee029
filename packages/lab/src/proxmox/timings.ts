/** How long the simulated work takes, in milliseconds. */
export interface Timings {
  cloneLinkedMs: number;
  cloneFullMs: number;
  createMs: number;
  startMs: number;
  shutdownMs: number;
  stopMs: number;
  destroyMs: number;
  resizeMs: number;
  moveDiskMs: number;
  migrateMs: number;
  snapshotMs: number;
  templateMs: number;
  /** From a guest's start until its agent answers. */
  agentReadyMs: number;
  /** Period of the status broadcast that feeds `cluster/resources`. */
  inventoryTickMs: number;
  /** Delay of every 401. */
  authFailureMs: number;
  /** Delay of the answer of a node that is down. */
  nodeDownMs: number;
}

/** Fast where a real node is slow, the same where clients depend on the time. */
export const defaultTimings: Timings = {
  cloneLinkedMs: 300,
  cloneFullMs: 2000,
  createMs: 300,
  startMs: 400,
  shutdownMs: 800,
  stopMs: 300,
  destroyMs: 300,
  resizeMs: 200,
  moveDiskMs: 1000,
  migrateMs: 1500,
  snapshotMs: 300,
  templateMs: 200,
  agentReadyMs: 1500,
  inventoryTickMs: 10_000,
  authFailureMs: 3000,
  nodeDownMs: 0,
};
