const HOUR_MS = 3_600_000;

export function hoursAgo(hours: number): string {
  return new Date(Date.now() - hours * HOUR_MS).toISOString();
}

export function freshNow(source = 'bgp:gw1') {
  return {
    source,
    fetchedAt: new Date().toISOString(),
    intervalMs: 3000,
    stale: false,
  };
}
