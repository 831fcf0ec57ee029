import { ChangeState } from './states';
import {
  ChangeDetail,
  ChangeLogChunk,
  ChangePage,
  SettlementOutcome,
} from './changeTypes';
import { SafeModeState } from './safeModeTypes';
import { ChangeKindInfo, SubmitChangeRequest } from './submissionTypes';

/**
 * Which changes are wanted; what is given must all match. Nobody gets more than
 * they may see.
 *
 * @public
 */
export interface ListChangesQuery {
  /**
   * `mine`: requested by the caller. `waiting`: for a decision the caller may
   * take. Default `all`.
   */
  view?: 'mine' | 'waiting' | 'all';
  /** One of these; empty means any. */
  state?: ChangeState[];
  /** Exact id, for example `virtual-machine.create`. */
  kind?: string;
  /** Exact group reference. */
  owner?: string;
  /** Exact, for example `proxmox:r730/1001`. */
  targetRef?: string;
  /** Part of the title, in any case. */
  text?: string;
  /** Per page, 1 to 100. Default 25. */
  limit?: number;
  /** `nextCursor` of the page before; anything else is a 400. */
  cursor?: string;
}

/** Options of every call: a plugin token on the server side. @public */
export interface ChangesCallOptions {
  /** Left out in a browser, where `fetchApi` adds the person's. */
  token?: string;
}

/**
 * The change pipeline as browsers and other plugins reach it. Every method
 * throws `ResponseError` with the backend's own message.
 *
 * @public
 */
export interface ChangesApi {
  /** Every kind that is installed, whoever may order it. */
  listKinds(options?: ChangesCallOptions): Promise<ChangeKindInfo[]>;
  /** One page, newest first. */
  list(
    query: ListChangesQuery,
    options?: ChangesCallOptions,
  ): Promise<ChangePage>;
  /**
   * The change with plan, runs, timeline and what the caller may do. 404 when
   * there is none or the caller may not see it.
   */
  get(id: number, options?: ChangesCallOptions): Promise<ChangeDetail>;
  /**
   * Orders a change. The same idempotency key with the same body gives the
   * first change with `created: false`, with another body 422. 400 names the
   * field, 403 a missing role, membership or limit, 503 safe mode or a missing
   * key.
   */
  submit(
    request: SubmitChangeRequest,
    options?: ChangesCallOptions,
  ): Promise<{
    id?: number;
    created: boolean;
    dryRun?: Record<string, unknown>;
  }>;
  /**
   * Consents to the plan of that digest. 403 for the requester, for whoever
   * acts for a person, and with the code {@link SIGN_IN_AGAIN} for an old
   * sign-in; 409 when the plan is another one by now or somebody decided
   * before.
   */
  approve(
    id: number,
    decision: { digest: string; comment?: string; idToken: string },
  ): Promise<void>;
  /**
   * Ends the change as `rejected`, with the same refusals as {@link
   * ChangesApi.approve}.
   */
  reject(
    id: number,
    decision: { digest: string; comment: string; idToken: string },
  ): Promise<void>;
  /**
   * Before the apply the change ends at once; during it the current resource
   * ends first and recovery decides what that means. 409 when it has ended or
   * was applied.
   */
  cancel(
    id: number,
    comment?: string,
    options?: ChangesCallOptions,
  ): Promise<void>;
  /**
   * Has ORION look again at a change that needs attention, and takes back what
   * was said about its end. 409 in other states.
   */
  recover(id: number, comment?: string): Promise<void>;
  /**
   * One person's word on a change that needs attention, or the second person's
   * confirmation with the same outcome. Resolves when it is taken in: ORION
   * looks before anything ends.
   */
  settle(
    id: number,
    settlement: {
      outcome: SettlementOutcome;
      comment: string;
      idToken: string;
    },
  ): Promise<void>;
  /**
   * For everybody who may read changes; the report only for those who may
   * leave.
   */
  getSafeMode(): Promise<SafeModeState>;
  /**
   * Starts a comparison of the real systems with the database, unless one runs.
   * Resolves at once: read the state until its report is newer. Admins only.
   */
  takeSafeModeReport(): Promise<void>;
  /**
   * Takes the database as it is, signed into the checkpoints. Needs the admin
   * role and a fresh sign-in; 409 when it is not on or nobody took a report.
   */
  leaveSafeMode(exit: { comment: string; idToken: string }): Promise<void>;
  /**
   * A piece of a run's log from a byte offset; without a run, of the newest
   * apply, else of the newest run. 404 for a run of another change.
   */
  readLog(
    id: number,
    query: { offset: number; run?: string },
    options?: ChangesCallOptions,
  ): Promise<ChangeLogChunk>;
}
