/**
 * An answer of Proxmox VE that is not a success. The reason phrase carries
 * Proxmox's own message.
 *
 * `transient`: asking again may help (the node is out of reach, a lock timed out).
 */
export class PveError extends Error {
  name = 'PveError' as const;
  /** HTTP status; 0 when there was no answer. 595 to 599: the node behind the API is out of reach. */
  readonly status: number;
  readonly reason: string;
  readonly path: string;
  readonly transient: boolean;

  constructor(options: {
    cluster: string;
    status: number;
    reason: string;
    path: string;
    cause?: unknown;
  }) {
    const { cluster, status, reason, path, cause } = options;
    const did = status === 0 ? 'did not answer' : 'refused';
    // The reason is the cause's own message already: it is quoted once.
    super(`Proxmox ${cluster} ${did} ${path}: ${reason}`, { cause });
    this.status = status;
    this.reason = reason;
    this.path = path;
    this.transient =
      status === 0 ||
      (status >= 595 && status <= 599) ||
      /got timeout|no quorum|got no worker upid|VM is locked/.test(reason);
  }

  /** True when the guest, task or volume asked for does not exist. */
  get notFound(): boolean {
    return this.status === 404 || /does not exist|no such/.test(this.reason);
  }
}
