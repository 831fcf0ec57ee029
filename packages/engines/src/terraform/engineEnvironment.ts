import { refuseReserved, SYSTEM_PATH } from '../callersEnvironment';
import { stateConnectionString } from './state/stateConnectionString';

/** What an engine's environment is made of. @public */
export interface EngineEnvironmentOptions {
  /** Becomes `HOME`. */
  workDir: string;
  /**
   * From {@link writeCliConfig}; nothing of a user's own `.terraformrc` is
   * read.
   */
  cliConfigFile: string;
  /** PostgreSQL URL of the state, given to the engine as `PG_CONN_STR`. */
  connectionString?: string;
  /** Schema of the stack's state, provisioned before. */
  schema?: string;
  /**
   * Throws when it names what is set here: `PG_*`, the collector's limits, or a
   * `TF_` switch other than `TF_VAR_*`.
   */
  providerEnv?: Readonly<Record<string, string>>;
  /** Default: the system's folders, not this process's PATH. */
  path?: string;
}

// Variables are the engine's switches, except for input values.
const isReserved = (name: string) =>
  ['PATH', 'HOME', 'CHECKPOINT_DISABLE', 'GOGC', 'GOMEMLIMIT'].includes(name) ||
  name.startsWith('PG_') ||
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
    schema,
    providerEnv = {},
  } = options;
  refuseReserved(providerEnv, isReserved);
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
    // Engine and provider live for seconds: collecting as eagerly as a server
    // costs them a fifth of their time. The limit keeps a large state bounded.
    GOGC: '400',
    GOMEMLIMIT: '512MiB',
    ...(connectionString && {
      PG_CONN_STR: stateConnectionString(connectionString),
    }),
    // By environment and not by -backend-config: what init leaves behind is then
    // the same for all instances of a stack, see InitCache.
    ...(schema && {
      PG_SCHEMA_NAME: schema,
      // Provisioned before: asking again would need rights on the database and
      // races with other first applies.
      PG_SKIP_SCHEMA_CREATION: 'true',
      PG_SKIP_TABLE_CREATION: 'true',
      PG_SKIP_INDEX_CREATION: 'true',
    }),
  };
}
