export interface Config {
  orion?: {
    proxmox?: {
      /**
       * Owner of everything that no change has given to anybody, in the catalog
       * and for permissions. Default: `group:default/admins`.
       */
      defaultOwner?: string;
      /** Proxmox VE clusters, keyed by the id that appears in references. */
      clusters?: {
        [id: string]: {
          title?: string;
          /** API endpoints, `https://host:8006`; the next is asked when one is silent. */
          endpoints: string[];
          /** File with the CA that signed the API's certificate. */
          caFile?: string;
          /** SHA-256 of the certificate, as an alternative to `caFile`. */
          fingerprint?: string;
          /** Token of the pages and the catalog, read only: `user@realm!id=secret`. */
          readToken: {
            id: string;
            /** @visibility secret */
            secret: string;
          };
          /** Token of Terraform. Absent: guests cannot be ordered here. */
          changeToken?: {
            id: string;
            /** @visibility secret */
            secret: string;
          };
          /** Seconds between two looks while somebody watches. Default: 10. */
          intervalSeconds?: number;
          /** VMIDs ORION gives away. */
          vmidRange?: { from: number; to: number };
          /** Storage of new disks. */
          datastore?: string;
          sizes?: {
            id: string;
            title: string;
            cores: number;
            memoryMib: number;
            diskGib: number;
          }[];
          images?: {
            id: string;
            title: string;
            templateVmid: number;
            node: string;
            minDiskGib: number;
            username: string;
          }[];
          networks?: {
            id: string;
            title: string;
            bridge: string;
            vlan?: number;
            /** Leaf prefix in NetBox. */
            prefix: string;
            gateway?: string;
            nameservers?: string[];
          }[];
        };
      };
    };
    terraform?: {
      /** Folder of the stacks. Default: `infra/terraform/stacks` below the working directory. */
      stacksDirectory?: string;
      /** Names or paths of the engine, in order of preference. Default: tofu, terraform. */
      binaries?: string[];
      /** Where `./orion tools` puts an engine and the provider mirror. */
      toolsDirectory?: string;
      state?: {
        /**
         * Connection of the state database, its own database and role.
         * @visibility secret
         */
        connectionString?: string;
      };
    };
  };
}
