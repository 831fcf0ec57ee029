/** GoBGP's messages as the loader gives them: a field at its default is absent. */
export interface GobgpFamily {
  afi?: number;
  safi?: number;
}

export interface GobgpTimestamp {
  seconds?: number;
  nanos?: number;
}

export interface GetBgpResponse {
  global?: { asn?: number; router_id?: string };
}

/** v3: a packed message of the named type; v4: the message under its own name. */
export type GobgpCapability =
  | { type_url: string; value?: Buffer }
  | Record<string, object>;

export interface GobgpPeerState {
  local_asn?: number;
  neighbor_address?: string;
  peer_asn?: number;
  session_state?: string;
  admin_state?: string;
  flops?: number;
  remote_cap?: GobgpCapability[];
  local_cap?: GobgpCapability[];
  router_id?: string;
  disconnect_reason?: string;
  disconnect_message?: string;
  bfd_state?: { session_state?: string };
}

export interface GobgpAfiSafi {
  mp_graceful_restart?: {
    state?: {
      enabled?: boolean;
      received?: boolean;
      advertised?: boolean;
      end_of_rib_received?: boolean;
      end_of_rib_sent?: boolean;
      running?: boolean;
    };
  };
  config?: { family?: GobgpFamily; enabled?: boolean };
  state?: {
    family?: GobgpFamily;
    enabled?: boolean;
    received?: number;
    accepted?: number;
  };
  prefix_limits?: { max_prefixes?: number };
}

export interface GobgpPeer {
  conf?: {
    description?: string;
    local_asn?: number;
    neighbor_address?: string;
    peer_asn?: number;
    neighbor_interface?: string;
    vrf?: string;
    allow_own_asn?: number;
  };
  state?: GobgpPeerState;
  timers?: {
    config?: {
      connect_retry?: number;
      hold_time?: number;
      keepalive_interval?: number;
    };
    state?: {
      keepalive_interval?: number;
      negotiated_hold_time?: number;
      uptime?: GobgpTimestamp;
      downtime?: GobgpTimestamp;
    };
  };
  transport?: { local_address?: string };
  route_server?: { route_server_client?: boolean };
  graceful_restart?: { peer_restarting?: boolean };
  afi_safis?: GobgpAfiSafi[];
  bfd?: { enabled?: boolean };
}

export interface GobgpPath {
  /** Of events, which are never binary. */
  nlri?: { prefix?: { prefix?: string; prefix_len?: number } };
  age?: GobgpTimestamp;
  best?: boolean;
  is_withdraw?: boolean;
  family?: GobgpFamily;
  stale?: boolean;
  is_from_external?: boolean;
  neighbor_ip?: string;
  is_nexthop_invalid?: boolean;
  identifier?: number;
  send_max_filtered?: boolean;
  nlri_binary?: Buffer;
  pattrs_binary?: Buffer[];
}

export interface ListPathResponse {
  destination?: { prefix?: string; paths?: GobgpPath[] };
}

export interface GetTableResponse {
  num_destination?: number;
  num_path?: number;
  num_accepted?: number;
}

export interface WatchEventResponse {
  peer?: { type?: string; peer?: GobgpPeer };
  table?: { paths?: GobgpPath[] };
}

export interface ListRpkiResponse {
  server?: {
    conf?: { address?: string; remote_port?: number };
    state?: { up?: boolean; record_ipv4?: number; record_ipv6?: number };
  };
}

export interface ListPolicyAssignmentResponse {
  assignment?: {
    name?: string;
    direction?: string;
    default_action?: string;
  };
}

export type GobgpTable =
  | 'TABLE_TYPE_GLOBAL'
  | 'TABLE_TYPE_ADJ_IN'
  | 'TABLE_TYPE_ADJ_OUT';

/** The sets a condition refers to by name. */
export interface GobgpMatchSet {
  type?: string;
  name?: string;
}

/** v3: -1 in `rpki_result` stands for no condition, v4: 0. */
export interface GobgpConditions {
  prefix_set?: GobgpMatchSet;
  neighbor_set?: GobgpMatchSet;
  rpki_result?: number;
  route_type?: string;
  afi_safi_in?: GobgpFamily[];
  /** Those whose content is not read, only compared: the message's bytes. */
  as_path_length?: Uint8Array;
  as_path_set?: object;
  community_set?: object;
  ext_community_set?: object;
  large_community_set?: object;
  next_hop_in_list?: string[];
  community_count?: Uint8Array;
  origin?: number;
  local_pref_eq?: Uint8Array;
  med_eq?: Uint8Array;
}

/** What is done to a route; apart from the verdict it is only compared, as bytes. */
export interface GobgpStatementActions {
  route_action?: string;
  community?: Uint8Array;
  med?: Uint8Array;
  as_prepend?: Uint8Array;
  ext_community?: Uint8Array;
  nexthop?: Uint8Array;
  local_pref?: Uint8Array;
  large_community?: Uint8Array;
  origin_action?: Uint8Array;
}

export interface GobgpStatement {
  name?: string;
  conditions?: GobgpConditions;
  actions?: GobgpStatementActions;
}

export interface GobgpPolicyAssignment {
  name?: string;
  policies?: { name?: string; statements?: GobgpStatement[] }[];
  default_action?: string;
}

export interface GobgpDefinedSet {
  name?: string;
  list?: string[];
  prefixes?: {
    ip_prefix?: string;
    mask_length_min?: number;
    mask_length_max?: number;
  }[];
}
