import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { findRunning } from '../stack/upLock';
import { ClusterSettings, Settings } from './readSettings';
import { Finding } from './types';

const DEADLINE_MS = 5_000;
/** What Terraform's provider needs; without one of them an apply stops half way. */
const CHANGE_PRIVILEGES = [
  'VM.Allocate',
  'VM.Clone',
  'VM.Config.Disk',
  'VM.PowerMgmt',
  'Datastore.AllocateSpace',
];
/** A read token that can do any of these is more than a read token. */
const WRITE_PRIVILEGES = [
  'VM.Allocate',
  'VM.PowerMgmt',
  'VM.Config.Disk',
  'Sys.Modify',
  'Permissions.Modify',
];

/** Every configured endpoint: does it answer, and what may each token do there. */
export async function checkEndpoints(settings: Settings): Promise<Finding[]> {
  const clusters = Object.entries(settings.orion?.proxmox?.clusters ?? {});
  const findings = await Promise.all([
    checkPortal(),
    ...clusters.map(([id, cluster]) => checkCluster(id, cluster)),
    checkNetbox(settings.orion?.netbox),
  ]);
  return [...findings.flat(), ...checkExternalAccess(settings)];
}

async function checkPortal(): Promise<Finding[]> {
  const running = findRunning();
  return [
    running
      ? { state: 'ok', subject: 'portal', found: running.url }
      : {
          state: 'warning',
          subject: 'portal',
          found: 'not up',
          remedy: './orion up',
        },
  ];
}

async function checkCluster(
  id: string,
  cluster: ClusterSettings,
): Promise<Finding[]> {
  const dispatcher = new Agent({
    connect: cluster.caFile
      ? { ca: readFileSync(cluster.caFile, 'utf8') }
      : undefined,
  });
  const ask = async (token: { id: string; secret: string }, path: string) => {
    const answer = await request(`${cluster.endpoints[0]}/api2/json/${path}`, {
      dispatcher,
      headers: { authorization: `PVEAPIToken=${token.id}=${token.secret}` },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 400) {
      throw new Error(`${answer.statusCode} ${answer.statusText}`);
    }
    return (
      JSON.parse(text) as {
        data: Record<string, Record<string, number>> & { version?: string };
      }
    ).data;
  };
  const check = async (
    token: { id: string; secret: string },
    judge: (
      privileges: string[],
    ) => Pick<Finding, 'state' | 'found' | 'remedy'>,
  ): Promise<Finding> => {
    const subject = `proxmox ${id} ${token.id}`;
    try {
      const permissions = await ask(token, 'access/permissions');
      const privileges = [
        ...new Set(
          Object.values(permissions).flatMap(path => Object.keys(path)),
        ),
      ];
      return { subject, ...judge(privileges) };
    } catch (error) {
      return {
        state: 'failed',
        subject,
        found: `${cluster.endpoints[0]}: ${(error as Error).message}`,
        remedy: 'check endpoint, CA and token in orion.proxmox.clusters',
      };
    }
  };
  return Promise.all([
    check(cluster.readToken, privileges => {
      const writes = WRITE_PRIVILEGES.filter(name => privileges.includes(name));
      return writes.length === 0
        ? { state: 'ok', found: `reads only: ${privileges.join(', ')}` }
        : {
            state: 'warning',
            found: `may also write: ${writes.join(', ')}`,
            remedy: 'give the read token PVEAuditor only',
          };
    }),
    ...(cluster.changeToken
      ? [
          check(cluster.changeToken, privileges => {
            const lacks = CHANGE_PRIVILEGES.filter(
              name => !privileges.includes(name),
            );
            return lacks.length === 0
              ? {
                  state: 'ok',
                  found: `may make and destroy guests (${privileges.length} privileges)`,
                }
              : {
                  state: 'failed',
                  found: `lacks ${lacks.join(', ')}`,
                  remedy: 'see infra/terraform/README.md',
                };
          }),
        ]
      : []),
  ]);
}

async function checkNetbox(
  netbox: { url: string; readToken?: string; writeToken?: string } | undefined,
): Promise<Finding[]> {
  if (!netbox) {
    return [
      {
        state: 'missing',
        subject: 'netbox',
        found: 'not configured',
        remedy: 'set orion.netbox',
      },
    ];
  }
  const check = async (
    name: string,
    token: string | undefined,
  ): Promise<Finding> => {
    const subject = `netbox ${name}`;
    if (!token) {
      return {
        state: 'warning',
        subject,
        found: 'no token',
        remedy: `set orion.netbox.${name}`,
      };
    }
    const scheme = token.startsWith('nbt_') ? 'Bearer' : 'Token';
    try {
      const answer = await fetch(`${netbox.url}/api/status/`, {
        headers: { authorization: `${scheme} ${token}` },
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      const body = (await answer.json()) as {
        'netbox-version'?: string;
        detail?: string;
      };
      return answer.ok
        ? {
            state: 'ok',
            subject,
            found: `NetBox ${body['netbox-version']} at ${netbox.url}`,
          }
        : {
            state: 'failed',
            subject,
            found: `${answer.status} ${body.detail ?? ''}`,
          };
    } catch (error) {
      return {
        state: 'failed',
        subject,
        found: `${netbox.url}: ${(error as Error).message}`,
      };
    }
  };
  return [
    await check('readToken', netbox.readToken),
    await check('writeToken', netbox.writeToken),
  ];
}

/** A token without restrictions may do everything in every plugin. */
function checkExternalAccess(settings: Settings): Finding[] {
  return (settings.backend?.auth?.externalAccess ?? []).map(entry => {
    const subject = `caller ${entry.options?.subject ?? entry.type}`;
    const rights = entry.accessRestrictions ?? [];
    return rights.length > 0
      ? {
          state: 'ok',
          subject,
          found: rights
            .map(
              ({ plugin, permission }) =>
                `${plugin}: ${permission ?? 'everything'}`,
            )
            .join(', '),
        }
      : {
          state: 'failed',
          subject,
          found: 'unrestricted: may do everything',
          remedy: 'add accessRestrictions to backend.auth.externalAccess',
        };
  });
}
