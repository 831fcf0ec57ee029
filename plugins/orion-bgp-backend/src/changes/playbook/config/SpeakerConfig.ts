/** How many routes a channel takes or gives, and what happens beyond. */
export interface LimitConfig {
  routes: number;
  /** `warn`, `block`, `restart` or `disable`. */
  action: string;
}

/** What a limit counts: routes after the filters, before them, or those that go out. */
/** The two daemons of a router. */
export type Speaker = 'bird' | 'gobgp';

export type LimitKind = 'import' | 'receive' | 'export';

/** One address family of a session, as a configuration has it. */
export interface ChannelConfig {
  family: 'ipv4' | 'ipv6';
  /** In the daemon's words; `none` where nothing is let through. */
  imports: string;
  exports: string;
  limits: Partial<Record<LimitKind, LimitConfig>>;
  /** Everything else, in one form for the same. */
  rest: string;
}

/** A session with somebody outside, as a configuration has it. */
export interface SessionConfig {
  /** BIRD's protocol; to GoBGP the description. */
  name: string;
  /** Canonical. */
  neighbor: string;
  asn: number;
  /** The configuration does not switch it off. */
  enabled: boolean;
  channels: ChannelConfig[];
  /** What else is said of it: with another one it starts anew. */
  rest: string;
}

/** What a daemon is configured to do, as far as it is understood. */
export interface SpeakerConfig {
  sessions: SessionConfig[];
  /** Prefixes it originates, sorted. */
  own: string[];
  /** What is not understood, by a name for people, in one form for the same. */
  rest: Map<string, string>;
}
