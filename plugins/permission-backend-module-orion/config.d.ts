export interface Config {
  orion?: {
    /** Catalog groups that carry a role. Default: the group of the same name. */
    roles?: {
      /** Read everything but other people's changes. */
      viewers?: string[];
      /** Submit changes for their own groups. */
      operators?: string[];
      /** Decide on other people's changes. */
      approvers?: string[];
      /** Everything, the record included. */
      admins?: string[];
    };
  };
}
