export interface Config {
  orion?: {
    changes?: {
      /** Folder for run directories, mode 0700. Default: `.orion/runs` below the working directory. */
      runDirectory?: string;
      executor?: {
        /** False in replicas that only serve the web. Default: true. */
        enabled?: boolean;
        /** Changes driven at the same time by this process. Default: 6. */
        concurrency?: number;
      };
      /**
       * File with the key (32 bytes, base64) that wraps the data keys of plans and state copies.
       * Without it planning is refused.
       */
      encryptionKeyFile?: string;
      /** How long a stored plan waits for a decision, in minutes. Default: 60. */
      approvalExpiryMinutes?: number;
      approval?: {
        /** Issuer of the ID tokens an approver proves the sign-in with. */
        issuer?: string;
        /** Expected audience: the portal's client id. */
        audience?: string;
        /** Oldest accepted sign-in, in minutes. Default: 480. */
        maxAuthAgeMinutes?: number;
        /** The same for destructive kinds. Default: 15. */
        maxAuthAgeDestructiveMinutes?: number;
      };
      policy?: {
        /** Limits per owner group; `default` holds where a group has no own entry. */
        quota?: {
          [group: string]: {
            vms: number;
            cores: number;
            memoryGib: number;
            diskGib: number;
          };
        };
        /** Targets no change may destroy or replace, for example `proxmox:r730/200`. */
        protectedTargets?: string[];
        /** Most guests or services one change may touch beyond its target. Default: 0. */
        maxBlastRadius?: number;
        /** Times in which nothing is applied. */
        freezes?: {
          /** ISO time. */
          from: string;
          /** ISO time. */
          to: string;
          reason: string;
          /** Kinds it holds for, `*` at the end matches the rest. Default: all. */
          kinds?: string[];
        }[];
        /** Who approves what; the first entry that matches decides. */
        approvers?: {
          /** `*` at the end matches the rest. */
          kind: string;
          /** Owner group; absent matches every owner. */
          owner?: string;
          /** Groups whose members may approve. */
          groups: string[];
        }[];
        /** Kinds that need no person when every other rule passes. */
        autoApprove?: {
          ruleId: string;
          kind: string;
          maxCores?: number;
          owners?: string[];
        }[];
      };
      record?: {
        /** File that gets the signed checkpoints, append only, outside the database. */
        checkpointFile?: string;
        /** Ed25519 private key, PKCS#8 PEM. Without it the record is unanchored and says so. */
        signingKeyFile?: string;
      };
      limits?: {
        /** Non-terminal changes per person. Default: 20. */
        openPerPerson?: number;
        /** Non-terminal changes per agent. Default: 5. */
        openPerAgent?: number;
        /** Submits per hour and principal. Default: 60. */
        submitsPerHour?: number;
        /** Plans at once per owner. Default: 2. */
        plansPerOwner?: number;
      };
    };
  };
}
