import { stateConnectionString } from './state/stateConnectionString';

const SYSTEM_PATH =
  '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** @public */
export interface EngineEnvironmentOptions {
  workDir: string;
  cliConfigFile: string;
  connectionString?: string;
  providerEnv?: Readonly<Record<string, string>>;
  path?: string;
}

// Variables are the engine's switches, except for input values.
const isReserved = (name: string) =>
  ['PATH', 'HOME', 'PG_CONN_STR', 'CHECKPOINT_DISABLE'].includes(name) ||
  (name.startsWith('TF_') && !name.startsWith('TF_VAR_'));

/**
 * The whole environment of an engine: nothing of this process's own gets in.
 *
 * @public
 */
export function engineEnvironment(
  options: EngineEnvironmentOptions,
): Record<string, string> {
  const {
    workDir,
    cliConfigFile,
    connectionString,
    providerEnv = {},
  } = options;
  const reserved = Object.keys(providerEnv).filter(isReserved);
  if (reserved.length > 0) {
    throw new Error(`Not for the caller to set: ${reserved.join(', ')}`);
  }
  return {
    ...providerEnv,
    PATH: options.path ?? SYSTEM_PATH,
    HOME: workDir,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    TF_CLI_CONFIG_FILE: cliConfigFile,
    // A shared cache is not safe for parallel inits.
    TF_PLUGIN_CACHE_DIR: '',
    CHECKPOINT_DISABLE: '1',
    ...(connectionString && {
      PG_CONN_STR: stateConnectionString(connectionString),
    }),
  };
}
