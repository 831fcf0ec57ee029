export interface Config {
  orion?: {
    /** The NetBox that records prefixes, addresses and virtual machines. */
    netbox?: {
      /**
       * Base URL of NetBox, e.g. https://netbox.example. A trailing slash or
       * /api is accepted.
       */
      url: string;
      /**
       * Slug of the NetBox site whose prefixes ORION offers; without it those
       * of every site.
       */
      site?: string;
      /**
       * API token that may view sites, prefixes, addresses, VLANs, clusters,
       * virtual machines and custom fields. Falls back to writeToken.
       * @visibility secret
       */
      readToken?: string;
      /**
       * API token with write access to addresses, MAC addresses, virtual
       * machines and their interfaces. Only the change pipeline needs it.
       * @visibility secret
       */
      writeToken?: string;
      /**
       * Milliseconds after which a call to NetBox is given up, retries
       * included. Default 10000.
       */
      timeoutMs?: number;
      /**
       * Minutes an address that was in use rests before somebody else gets
       * it: NetBox keeps it as deprecated until then. 0 frees it at once.
       * Default 15.
       */
      addressRestMinutes?: number;
    };
  };
}
