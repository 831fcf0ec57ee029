import { everyone } from '../access/permissions';
import { PveError } from '../http/PveError';
import { Endpoint } from '../http/Router';

/** Login, realms, and what the caller may do. */
export const accessEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/version',
    permission: everyone,
    run: () => ({
      version: '9.2.3',
      release: '9.2',
      repoid: 'b1f3a5c7d9e02468',
    }),
  },
  {
    method: 'GET',
    path: '/access/domains',
    permission: undefined,
    run: () => [
      {
        realm: 'pam',
        type: 'pam',
        comment: 'Linux PAM standard authentication',
      },
      {
        realm: 'pve',
        type: 'pve',
        comment: 'Proxmox VE authentication server',
      },
    ],
  },
  {
    method: 'GET',
    path: '/access/ticket',
    permission: undefined,
    run: () => null,
  },
  {
    method: 'POST',
    path: '/access/ticket',
    params: {
      username: 'string',
      password: 'string',
      realm: 'string?',
      otp: 'string?',
      'new-format': 'bool?',
    },
    permission: undefined,
    run: ({ world, params }) => {
      const id = params.username.includes('@')
        ? params.username
        : `${params.username}@${params.realm ?? 'pam'}`;
      const login = world.credentials.login(id, params.password);
      const caller = world.credentials.callerOf(id);
      return {
        ...login,
        clustername: world.state.name,
        cap: capabilities(world.access.permissions(caller, '/')),
      };
    },
  },
  {
    method: 'GET',
    path: '/access/permissions',
    params: { path: 'string?', userid: 'string?' },
    permission: everyone,
    run: ({ world, caller, params }) => {
      if (params.userid && params.userid !== caller.id) {
        world.access.check(caller, '/access', 'Sys.Audit');
        if (!world.credentials.callerOf(params.userid).acl.length) {
          throw PveError.domain(`no such user ('${params.userid}')`);
        }
      }
      const who = params.userid
        ? world.credentials.callerOf(params.userid)
        : caller;
      const pools = Object.keys(world.state.pools).map(id => `/pool/${id}`);
      return params.path
        ? world.access.effectiveOn(who, params.path)
        : world.access.effective(who, pools);
    },
  },
];

/** The coarse rights the web interface hides its menus by. */
function capabilities(granted: Map<string, boolean>) {
  const result: Record<string, Record<string, number>> = {
    access: {},
    dc: {},
    nodes: {},
    storage: {},
    vms: {},
  };
  for (const privilege of granted.keys()) {
    const [head] = privilege.split('.', 1);
    const target = { VM: 'vms', Datastore: 'storage', Sys: 'nodes' }[head];
    result[target ?? 'access'][privilege] = 1;
  }
  return result;
}
