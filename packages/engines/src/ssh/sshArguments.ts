import { SshTarget } from './SshTarget';

/** The name under which the machine stands in the file made of `hostKeys`. */
export const HOST_KEY_ALIAS = 'orion-pinned-host';

/**
 * What is sent as a command. A key with a forced command runs that one instead;
 * for any other there is no such program, so a key with more rights than it
 * should have is of no use and says so.
 */
export const NO_COMMAND = 'orion-needs-a-forced-command';

/**
 * OpenSSH's arguments. Nothing is taken from anybody's configuration, nothing is
 * asked, learned, forwarded or shared, and an answer that stops is noticed.
 */
export function sshArguments(target: SshTarget, knownHosts: string): string[] {
  const options = {
    // Only pinned keys, and none is ever added.
    StrictHostKeyChecking: 'yes',
    UserKnownHostsFile: knownHosts,
    GlobalKnownHostsFile: '/dev/null',
    UpdateHostKeys: 'no',
    VerifyHostKeyDNS: 'no',
    CheckHostIP: 'no',
    ...(target.hostKeys ? { HostKeyAlias: HOST_KEY_ALIAS } : {}),
    // Only this one key of ours; nobody is there to type anything.
    BatchMode: 'yes',
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    PreferredAuthentications: 'publickey',
    PasswordAuthentication: 'no',
    KbdInteractiveAuthentication: 'no',
    GSSAPIAuthentication: 'no',
    HostbasedAuthentication: 'no',
    // Bytes both ways, nothing else.
    RequestTTY: 'no',
    EscapeChar: 'none',
    ClearAllForwardings: 'yes',
    ForwardAgent: 'no',
    ForwardX11: 'no',
    Tunnel: 'no',
    PermitLocalCommand: 'no',
    ControlMaster: 'no',
    ControlPath: 'none',
    ProxyCommand: 'none',
    ConnectTimeout: '8',
    ServerAliveInterval: '5',
    ServerAliveCountMax: '3',
    LogLevel: 'ERROR',
  };
  return [
    '-F',
    'none',
    '-T',
    ...Object.entries(options).flatMap(([name, value]) => [
      '-o',
      `${name}=${value}`,
    ]),
    ...['-i', target.identityFile],
    ...['-p', String(target.port ?? 22)],
    ...['-l', target.user],
    ...['--', target.host, NO_COMMAND],
  ];
}
