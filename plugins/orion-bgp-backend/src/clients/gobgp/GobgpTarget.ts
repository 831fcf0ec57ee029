/** Where a router's gobgpd is and how it is spoken to. */
export interface GobgpTarget {
  /** Names the router in messages. */
  router: string;
  /** `host:port` or `unix:///path`. */
  address: string;
  /**
   * Absent: in clear, for loopback and unix sockets. A function is asked for
   * each new connection, because certificates are renewed while the portal runs.
   */
  tls?: GobgpTls | (() => GobgpTls);
}

/** What a connection is secured with. */
export interface GobgpTls {
  /** PEM of the authority; the system's when absent. */
  ca?: string;
  /** PEM of the client certificate and its key, from GoBGP 3.13 on. */
  certificate?: string;
  key?: string;
  /** The name in gobgpd's certificate when it is not that of the address. */
  serverName?: string;
}
