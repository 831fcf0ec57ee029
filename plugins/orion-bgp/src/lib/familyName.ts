const short: Record<string, string> = {
  'ipv4-unicast': 'v4',
  'ipv6-unicast': 'v6',
};

/** `v6` for what everybody has, the AFI/SAFI name for the rest. */
export function familyName(family: string): string {
  return short[family] ?? family;
}
