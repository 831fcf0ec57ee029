/**
 * What the kernel does with a packet. `dead`: none of its next hops is usable,
 * because the interfaces are gone. `other`: a kind no routing daemon writes.
 */
export type KernelRouteKind =
  | 'unicast'
  | 'unreachable'
  | 'blackhole'
  | 'prohibit'
  | 'throw'
  | 'dead'
  | 'other';

/** A route as the kernel has it. */
export interface KernelRoute {
  family: 4 | 6;
  /** 4 or 16 bytes, host bits zero. */
  address: Uint8Array;
  length: number;
  /** Of several to one prefix the lowest counts; 0 when none is given. */
  metric: number;
  kind: KernelRouteKind;
  /** Next hops in use, 4 or 16 bytes each; empty for a link and for what leads nowhere. */
  gateways: Uint8Array[];
}
