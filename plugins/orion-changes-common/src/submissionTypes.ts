/** A kind of change as those who order see it. @public */
export interface ChangeKindInfo {
  /** For example `virtual-machine.create`. */
  id: string;
  /** Grows when input or meaning change. */
  version: number;
  /** A few words. */
  title: string;
  /** One sentence for those who choose. */
  description: string;
  /** Deciding on it needs a younger sign-in. */
  destructive: boolean;
  /** JSON Schema of the input. */
  inputSchema: Record<string, unknown>;
}

/** An order. Nothing real is touched before its plan is approved. @public */
export interface SubmitChangeRequest {
  /** Id of an installed kind. */
  kind: string;
  /** By the kind's schema; 64 KiB of JSON at most. */
  input: Record<string, unknown>;
  /** 8 to 200 visible characters, unique per principal. */
  idempotencyKey: string;
  /** Own words for those who decide, up to 2,000 characters. */
  description?: string;
  /** Plan and policy only: nothing is reserved or stored. */
  dryRun?: boolean;
}
