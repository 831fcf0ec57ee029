import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureTools } from '../tools/ensureTools';
import { paths } from '../util/paths';
import { assertPortFree, portsFrom } from '../util/ports';
import { loadSecrets } from '../util/secrets';
import { Steps } from '../util/Steps';
import { buildApp } from './appBuild';
import { OIDC_CLIENT_ID, RunningLab, startLab } from './lab';
import { developmentUrl, writeDevelopmentConfig } from './developmentConfig';
import { writeLabConfig } from './labConfig';
import { Portal } from './portal';
import { RunningDatabase, startPostgres } from './postgres';
import { closeRecord, openRecord } from './recordOwner';

const PEOPLE_TIMEOUT_MS = 60_000;

export interface StackOptions {
  port: number;
  lab: boolean;
  /** The lab's routers are real daemons. */
  realBgp?: boolean;
  steps: Steps;
  /** Merged over everything else; JSON is YAML. */
  overrides?: object;
  /** Port of the app's development server; unset, the built app is served. */
  developmentPort?: number;
}

/**
 * PostgreSQL, lab and portal, started in this order and stopped in the opposite
 * one. What was started is stopped again when a later part fails.
 */
export class Stack {
  readonly baseUrl: string;
  readonly #options: StackOptions;
  readonly secrets = loadSecrets();
  #database: RunningDatabase | undefined;
  #lab: RunningLab | undefined;
  #portal: Portal | undefined;

  constructor(options: StackOptions) {
    this.#options = options;
    this.baseUrl =
      process.env.ORION_BASE_URL ?? `http://localhost:${options.port}`;
  }

  /** Where people open the portal. */
  get appUrl(): string {
    const { developmentPort } = this.#options;
    return developmentPort ? developmentUrl(developmentPort) : this.baseUrl;
  }

  get portal(): Portal {
    return this.#portal!;
  }

  get lab(): RunningLab | undefined {
    return this.#lab;
  }

  /** For witnesses: as superuser where the server is ours. */
  get databaseUrl(): string {
    return this.#database!.admin ?? this.#database!.portal;
  }

  async start(): Promise<void> {
    const { port, lab, steps, developmentPort } = this.#options;
    const ports = portsFrom(port);
    mkdirSync(paths.home, { recursive: true });
    await assertPortFree(ports.portal, 'the portal');
    if (developmentPort) {
      await assertPortFree(developmentPort, "the app's development server");
    }
    if (!process.env.ORION_DATABASE_URL) {
      await assertPortFree(ports.postgres, 'PostgreSQL');
    }
    if (lab) {
      await assertPortFree(ports.proxmox, "the lab's Proxmox VE");
      await assertPortFree(ports.netbox, "the lab's NetBox");
      await assertPortFree(ports.oidc, "the lab's sign-in");
      await assertPortFree(ports.validator, "the lab's ROA validator");
      if (!this.#options.realBgp) {
        await assertPortFree(ports.gobgp, "the lab's GoBGP");
      }
    }
    try {
      await steps.run(
        'tools',
        () => ensureTools(steps),
        told => told,
      );
      if (!developmentPort) {
        await steps.run('app', buildApp, told => told);
      }
      this.#database = await steps.run(
        'postgresql',
        () => startPostgres(ports.postgres, this.secrets),
        database => database.description,
      );
      if (lab) {
        this.#lab = await steps.run(
          'lab',
          () =>
            startLab(ports, this.secrets, this.baseUrl, {
              realBgp: this.#options.realBgp,
            }),
          running =>
            `Proxmox ${running.proxmox.url}, NetBox ${running.netbox.url}, ${running.speakers}, sign-in ${running.oidc.url}`,
        );
      }
      await steps.run('portal', () => this.startPortal());
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async startPortal(overrides = this.#options.overrides): Promise<void> {
    const { admin } = this.#database!;
    if (admin) {
      await openRecord(admin);
    }
    this.#portal = this.#spawnPortal(this.#options.port, 'portal', overrides);
    await this.#portal.ready();
    if (admin) {
      await closeRecord(admin);
    }
    if (this.#lab) {
      await this.#peopleKnown();
    }
  }

  /** One more replica on another port; whoever starts it stops it. */
  async startReplica(
    port: number,
    overrides = this.#options.overrides,
  ): Promise<Portal> {
    const replica = this.#spawnPortal(port, `portal-${port}`, overrides);
    await replica.ready();
    return replica;
  }

  /** Another backend on the same database server, for comparison; whoever starts it stops it. */
  async startOther(
    port: number,
    name: string,
    entry: string,
    overrides: object,
  ): Promise<Portal> {
    const other = this.#spawnPortal(port, name, overrides, entry);
    await other.ready();
    return other;
  }

  #spawnPortal(
    port: number,
    name: string,
    overrides?: object,
    entry?: string,
  ): Portal {
    const { developmentPort } = this.#options;
    const local = join(paths.root, 'app-config.local.yaml');
    return Portal.start({
      baseUrl: this.baseUrl,
      port,
      name,
      entry,
      configFiles: [
        join(paths.root, 'app-config.yaml'),
        ...(this.#lab ? [writeLabConfig(this.#lab, this.secrets)] : []),
        ...(existsSync(local) ? [local] : []),
        ...(developmentPort ? [writeDevelopmentConfig(developmentPort)] : []),
        ...(overrides ? [writeOverrides(name, overrides)] : []),
      ],
      env: this.#environment(port),
      development: developmentPort !== undefined,
    });
  }

  /** Sign-in works once the catalog has read the lab's people: only then it is ready for somebody. */
  async #peopleKnown(): Promise<void> {
    const url = `http://127.0.0.1:${
      this.#options.port
    }/api/catalog/entities/by-name/user/default/admin`;
    const until = Date.now() + PEOPLE_TIMEOUT_MS;
    for (;;) {
      const answer = await fetch(url, {
        headers: { authorization: `Bearer ${this.secrets.verifyToken}` },
      });
      if (answer.ok) {
        return;
      }
      if (Date.now() > until) {
        throw new Error(
          `the catalog did not read the lab's people (${answer.status}); see ${
            this.#portal!.logFile
          }`,
        );
      }
      await sleep(250);
    }
  }

  async stopPortal(): Promise<void> {
    await this.#portal?.stop();
  }

  /** Portal first, so that nothing loses its database or its upstreams under its feet. */
  async stop(): Promise<void> {
    await this.stopPortal();
    await this.#lab?.stop();
    await this.#database?.stop();
  }

  #environment(port: number): Record<string, string> {
    const issuer = this.#lab?.oidc.url;
    return {
      ORION_ROOT: paths.root,
      ORION_HOME: paths.home,
      ORION_BASE_URL: this.baseUrl,
      ORION_LISTEN: `127.0.0.1:${port}`,
      ORION_DATABASE_URL: this.#database!.portal,
      ORION_TFSTATE_URL: this.#database!.state,
      ORION_SESSION_SECRET: this.secrets.sessionSecret,
      ...(issuer
        ? {
            ORION_OIDC_ISSUER: issuer,
            ORION_OIDC_METADATA_URL: `${issuer}/.well-known/openid-configuration`,
            ORION_OIDC_CLIENT_ID: OIDC_CLIENT_ID,
            ORION_OIDC_CLIENT_SECRET: this.secrets.oidcClientSecret,
          }
        : {}),
    };
  }
}

function writeOverrides(name: string, overrides: object): string {
  const file = join(paths.home, `app-config.${name}.json`);
  writeFileSync(file, JSON.stringify(overrides), { mode: 0o600 });
  return file;
}
