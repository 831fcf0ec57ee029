export interface Config {
  orion?: {
    bgp?: {
      /** Owner of routers, sessions and systems in the catalog. Default: `group:default/admins`. */
      defaultOwner?: string;
      /**
       * Addresses that must stay reachable for people to undo anything, beside
       * those of the portal, PostgreSQL, the identity provider and the router,
       * which are taken from the settings. A session that the way to one of
       * them goes over is not disabled.
       */
      protectedAddresses?: string[];
      /**
       * Share of the prefixes a router reaches that a session may be the only way
       * to, 0 to 1, and still be disabled. Default: 0.05.
       */
      maxLostShare?: number;
      /** How routers are configured; which ones, their own `ansible` says. */
      ansible?: {
        /** Folder with `ansible/bin/ansible-playbook`, when the PATH has none. */
        toolsDirectory?: string;
      };
      collector?: {
        /**
         * Whether this backend keeps the route tables. One does; the others
         * name it under `discovery.endpoints`, plugin `orion-bgp-collector`, and
         * it names them for `*`. Of two on one database one stands by.
         * Default: true.
         */
        enabled?: boolean;
      };
      /** What communities mean here; the first that fits is shown. */
      communities?: {
        /** As communities are written: `394955:65666:1`; `*` is any one part. */
        pattern: string;
        /** `$1` is what the first `*` stood for. */
        text: string;
        /** It says why the import policy refused a route. */
        filter?: boolean;
      }[];
      asNames?: {
        /**
         * Names of autonomous systems, instead of the short list that is built
         * in: a line for each, its number, a space, tab or comma, and its name,
         * as in RIPE's asn.txt; at most 200,000. Read again when it changes.
         */
        file?: string;
      };
      /**
       * What neighbors are to us, by AS (`AS6939: provider`): needed to verify
       * AS paths against ASPAs where a session did not negotiate roles
       * (RFC 9234), and to tell a leak from what a new customer is to get.
       */
      relations?: {
        [asn: string]:
          | 'provider'
          | 'customer'
          | 'peer'
          | 'route-server'
          | 'route-server-client';
      };
      /**
       * What the AS announces to others, as prefixes. Default: the aggregates in
       * NetBox whose RIR is not private. Where both are there this counts; the
       * gates of a migration go by NetBox, and do not pass where they differ.
       */
      aggregates?: string[];
      /**
       * How long a prefix may be that lies in one of `aggregates` and is announced
       * or withdrawn by a change. Default: only the aggregates themselves.
       */
      moreSpecificsUpTo?: {
        /** 1 to 32. */
        ipv4?: number;
        /** 1 to 128. */
        ipv6?: number;
      };
      /** How the NetBox under `orion.netbox` is read beside the routers. */
      netbox?: {
        /** Seconds between two looks. Default: 60. */
        intervalSeconds?: number;
        /** Of sessions, aggregates and prefixes each; more is not read. Default: 2000. */
        maxRecords?: number;
      };
      /**
       * Seconds between two looks at what the routers have inside our own
       * aggregates and `historyPrefixes`; what comes and goes in between is not
       * seen. Default: 30.
       */
      historyIntervalSeconds?: number;
      /**
       * Prefixes of others whose history is kept like that of our own, with what
       * lies in them: a customer's, an upstream's, a DNS root's. At most 100, from
       * /8 and IPv6 /16 on. Default: none.
       */
      historyPrefixes?: string[];
      /** One router that is to take another one's place: the page Migration. */
      migration?: {
        from: string;
        to: string;
        /**
         * Without a NetBox the gate of exports goes by `aggregates`, which then
         * nobody else confirms. Default: false, and it does not pass.
         */
        withoutNetbox?: boolean;
      };
      /** Where validated ROA payloads come from, the best source first. */
      rpki?: {
        /** JSON of Routinator, rpki-client or StayRTR: https:, http: or file:. */
        url?: string;
        /** 1 to 86400. Default: 600. */
        intervalSeconds?: number;
        /**
         * How old the JSON may be, by its own date, and still count; 600 to
         * 172800. RTR tells that itself. Beyond two hours a younger source is
         * used first. Default: 86400.
         */
        expireSeconds?: number;
        /** A cache that speaks RTR, version 0 to 2; ASPAs come with 2. One that has no VRPs is not believed, as a JSON without any. */
        rtr?: { host: string; port: number };
      }[];
      /** Routers, keyed by the id that appears in references. */
      routers?: {
        [id: string]: {
          title?: string;
          /** The autonomous system the router speaks for. */
          asn: number;
          /** Guest it runs on, `<cluster>/<vmid>`: its entity depends on that of the guest. */
          guest?: string;
          /**
           * Name of the virtual machine or device that its sessions belong to in
           * NetBox, and whose primary addresses its last path is kept for. Default: the id. Two daemons on one machine need two names.
           */
          netboxName?: string;
          /** BIRD 2 or 3: either `socket` or `ssh`. */
          bird?: {
            /**
             * Its control socket on this machine; best one of its own with
             * `restrict` (BIRD 2.16 and later). ORION restricts itself on any.
             */
            socket?: string;
            /**
             * On another machine: an SSH key whose forced command there is
             * `bird-readonly`. Needs OpenSSH's client on this machine.
             */
            ssh?: BirdSsh;
            /**
             * Routing tables to read that no session is connected to. Those of
             * the sessions, `master4` and `master6` need not be named.
             */
            tables?: string[];
            /**
             * IANA name of the router's time zone, such as `Europe/Berlin`: for
             * a BIRD before 2.16 on a clock that has summer time.
             */
            timeZone?: string;
          };
          /** GoBGP 3 or 4; which one is found out. */
          gobgp?: {
            /** `unix:///path`, or `host:port`: of another machine with `tls` alone. */
            target: string;
            tls?: {
              caFile: string;
              /** Client certificate, for a proxy that lets only reads through. One that is renewed is used without a restart. */
              certFile?: string;
              keyFile?: string;
            };
            /**
             * Paths per message. GoBGP 3.20 to 3.31 loses routes with it.
             * 1 to 65536. Default: 4096 with GoBGP 4, none with GoBGP 3.
             */
            batchSize?: number;
            /**
             * Networks in which next hops are reached, such as `2001:db8:1::/64` of
             * an exchange with route servers. GoBGP asks only Zebra whether a next
             * hop resolves, and without one takes each for good: a path counts as a
             * way that remains where its next hop is the neighbor itself, or in
             * one of these. What neighbors are told of own prefixes with such a
             * next hop passes for the router's own.
             */
            nextHops?: string[];
          };
          /**
           * The kernel's own routes that the daemon wrote, as the program
           * `kernel-routes` of the Ansible role `bird2` prints them, and when the
           * machine was started. Without it only the daemon says what it handed
           * over, by which no gate of a migration passes; both routers need it,
           * the same one where they share a machine. Either `socket` or `ssh`.
           */
          kernel?: {
            /** Whoever connects there gets what the program prints. */
            socket?: string;
            /** A key of its own, whose forced command is `kernel-routes`. */
            ssh?: BirdSsh;
            /** Seconds between two readings. Default: 30. */
            intervalSeconds?: number;
          };
          /**
           * Lets approved changes disable, enable and reset sessions, and on GoBGP
           * announce and withdraw own prefixes. Without it ORION only reads the
           * router.
           */
          actions?: {
            /**
             * A socket without `restrict`, of a daemon that is read as `bird`;
             * or a second SSH key, whose forced command is `bird-sessions`.
             * Never what `bird` of the router names.
             */
            bird?: { socket?: string; ssh?: BirdSsh };
            /**
             * With the right to write, of a daemon that is read as `gobgp`:
             * another certificate, or another address than that one's.
             */
            gobgp?: {
              /** `unix:///path`, or `host:port`: of another machine with `tls` alone. */
              target: string;
              tls?: { caFile: string; certFile?: string; keyFile?: string };
              /**
               * Has the router itself take back what nobody confirms, also when
               * this machine is lost: an SSH key whose forced command there is
               * `gobgp-guards`, and which is used for nothing else. With it, no
               * session is acted on that the router does not watch over.
               */
              guard?: { ssh: BirdSsh };
            };
            /**
             * Seconds after which an action is undone that was not proven and
             * confirmed. 10 to 3600. Default: 120.
             */
            revertAfterSeconds?: number;
            /**
             * Lets changes act on a router that undoes nothing by itself: a BIRD on
             * a socket, a GoBGP without `guard`. The timer of the undo is then a
             * process on ORION's machine alone, and lost with it. Without it what
             * could be undone is denied there. Default: false.
             */
            localUndo?: boolean;
            /**
             * Addresses at which people reach the router itself, where they are
             * others than those above: no session is disabled that is the way to
             * one of them. Those that NetBox has of `netboxName` count, too; one
             * here is enough while NetBox was never read.
             */
            managementAddresses?: string[];
            /**
             * How people reach the router when its BGP is gone, in their words.
             * Without it the last path never goes; with it, only for who accepts
             * the isolation.
             */
            outOfBand?: string;
          };
          /**
           * Lets approved changes configure the router by Ansible: add and remove
           * peerings, and bring it to what inventory and NetBox say. Its keys are
           * those of the inventory, which may do anything on the router. Without
           * it nobody is configured.
           */
          ansible?: {
            /** Folder of playbooks, roles and `ansible.cfg`; absolute. */
            project: string;
            /** In the project, or absolute. Default: `inventory/production`. */
            inventory?: string;
            /** Default: `playbooks/sessions.yml`. */
            playbook?: string;
            /** The router's name in the inventory. Default: its id. */
            host?: string;
            /** Opens the vault of the inventory; read by Ansible itself. */
            vaultPasswordFile?: string;
            /**
             * Seconds in which a router still confirms, or takes back, what a run
             * that was cut off has begun: above twice `bird2_confirm_seconds`.
             * Default: 200.
             */
            settleSeconds?: number;
            /** Seconds a new session has to come up before it is taken back, at most 240. Default: 120. */
            establishSeconds?: number;
            /**
             * Seconds a router runs what a change gave it before it takes that back by
             * itself, unless the change was verified by then. Default: 600.
             */
            holdSeconds?: number;
            /**
             * Environment variables the inventory looks up. Those whose name has
             * TOKEN, PASSWORD or SECRET in it never show in a log.
             *
             * @deepVisibility secret
             */
            env?: { [name: string]: string };
          };
          /** Seconds between two looks at the sessions, 1 to 60. Default: 3. */
          intervalSeconds?: number;
          /** Paths beyond which the router's table is only counted; 1 to 100000000. Default: 4000000. */
          maxPaths?: number;
          /**
           * Sessions with something that stands in for a neighbor, by the name the
           * daemon gives them: they are compared, and no way out.
           */
          standIns?: string[];
        };
      };
    };
  };
}

/** An SSH key with a forced command. The machine's key is pinned, or it is not asked. */
export interface BirdSsh {
  host: string;
  /** Default: 22. */
  port?: number;
  user: string;
  /** Private key without a passphrase, readable by the portal alone. */
  identityFile: string;
  /** Public keys of the machine, `ssh-ed25519 AAAA…`. Or `knownHostsFile`. */
  hostKeys?: string[];
  /** A file in the form of `known_hosts` that has the machine. Or `hostKeys`. */
  knownHostsFile?: string;
}
