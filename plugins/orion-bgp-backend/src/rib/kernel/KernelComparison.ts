/** How a route differs from what the kernel has. */
export type KernelDifferenceClass = 'missing' | 'extra' | 'other-next-hop';

/**
 * Why a difference has no meaning, or why something was not compared:
 *
 * - `own`: no neighbor announced it; where it leads is not said in BGP's words.
 * - `recursive`: over a session inside the network, whose next hop is resolved.
 * - `multipath`: the kernel has further next hops beside the wanted one.
 * - `unreachable`: the router has no way to the next hop, and the kernel says so.
 * - `worse-metric`: the kernel has a further route to the prefix, not in use.
 * - `moved`: after the table or the kernel was read, so that they may only differ in time.
 */
export type KernelAllowance =
  | 'own'
  | 'recursive'
  | 'multipath'
  | 'unreachable'
  | 'worse-metric'
  | 'moved';

/** One difference, in words. */
export interface KernelDifference {
  class: KernelDifferenceClass;
  prefix: string;
  /** Where it is to lead, and where the kernel has it lead. */
  wanted?: string;
  kernel?: string;
}

/** A router's best paths beside what is in the kernel. */
export interface KernelComparison {
  /** Routes to different prefixes. */
  kernel: number;
  /** Best paths that neighbors announced. */
  wanted: number;
  same: number;
  missing: number;
  extra: number;
  otherNextHop: number;
  /** What was let pass, by why. */
  allowed: { [why in KernelAllowance]: number };
  /** So many moved that none was put down to that: they are among the others. */
  tooManyMoved?: number;
  /** The first of each class. */
  examples: KernelDifference[];
}

/** Prefixes with a route that leads somewhere. */
export interface KernelReach {
  ipv4: number;
  ipv6: number;
}

/** What is known of a router's kernel. */
export interface KernelAnswer {
  /** ISO UTC of the reading; absent before the first one. */
  fetchedAt?: string;
  ageMs?: number;
  /** ISO UTC when that reading began: what happened before it is in it. */
  beganAt?: string;
  /** Of that reading. */
  reach?: KernelReach;
  /** A reading is too old after this. */
  maxAgeMs: number;
  /** ISO UTC of the machine's start. */
  bootedAt?: string;
  /** Why the last attempt failed. */
  error?: string;
  /** Absent without a reading, or without a table to compare it with. */
  comparison?: KernelComparison;
}
