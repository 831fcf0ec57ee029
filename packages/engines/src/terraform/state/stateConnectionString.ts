// Terraform's driver hands unknown parameters to the server as settings. With
// these the server notices a dead client within a minute and frees its lock.
const serverSettings = {
  tcp_keepalives_idle: '30',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '3',
  connect_timeout: '10',
  application_name: 'orion-engine',
};

/** The URL the engine gets: the caller's own parameters win. */
export function stateConnectionString(connectionString: string): string {
  const url = new URL(connectionString);
  for (const [name, value] of Object.entries(serverSettings)) {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  return url.toString();
}
