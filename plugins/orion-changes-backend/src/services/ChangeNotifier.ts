import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  ChangeState,
  isTerminal,
} from '@orion/backstage-plugin-orion-changes-common';
import { ChangeRow } from '../database/tables';
import { PolicyEngine } from '../policy/PolicyEngine';
import { approversOf } from './approversOf';

/** How an end reads in a title: "Create web-01 was denied". */
const ENDED: Partial<Record<ChangeState, string>> = {
  succeeded: 'has succeeded',
  denied: 'was denied',
  rejected: 'was rejected',
  expired: 'has expired',
  cancelled: 'was cancelled',
  failed: 'has failed',
};

/**
 * Tells browsers that something is new, and people what waits for them. Both are
 * hints: a lost one is found in the list, and a failed one never stops a change.
 */
export class ChangeNotifier {
  readonly #signals: SignalsService;
  readonly #notifications: NotificationService;
  readonly #policy: PolicyEngine;
  readonly #logger: LoggerService;

  constructor(deps: {
    signals: SignalsService;
    notifications: NotificationService;
    policy: PolicyEngine;
    logger: LoggerService;
  }) {
    this.#signals = deps.signals;
    this.#notifications = deps.notifications;
    this.#policy = deps.policy;
    this.#logger = deps.logger;
  }

  /** Called once per transition, and for a cancel that was asked for. */
  changed(row: ChangeRow): void {
    this.#signal(row);
    if (row.state === 'awaiting-approval') {
      this.#tell(row, approversOf(this.#policy, row), {
        title: `${row.title} waits for your decision`,
        description: `Requested by ${row.requester} for ${row.owner}`,
      });
    } else if (row.state === 'needs-attention') {
      this.#tell(row, [row.requester, row.owner], {
        title: `${row.title} needs attention`,
        description: row.reason ?? undefined,
      });
    } else if (isTerminal(row.state)) {
      this.#tell(row, [row.requester], {
        title: `${row.title} ${ENDED[row.state]}`,
        description: row.reason ?? undefined,
      });
    }
  }

  /** Recovery finds nothing to decide by; it goes on looking. @param since - ISO UTC */
  waits(row: ChangeRow, since: string): void {
    this.#tell(row, [row.requester, row.owner], {
      title: `${row.title} is not recovered yet`,
      description: `Since ${since}: ${row.reason}`,
      severity: 'high',
    });
  }

  /** Nothing runs any more: whoever decides on changes learns it, not only who looks. */
  safeMode(approverGroups: string[], reasons: string[]): void {
    this.#notifications
      .send({
        recipients: { type: 'entity', entityRef: approverGroups },
        payload: {
          title: 'Safe mode: the database is older than the real systems',
          description: reasons.join(' '),
          link: '/changes/safe-mode',
          topic: 'orion-changes',
          scope: 'orion-safe-mode',
          severity: 'critical',
        },
      })
      .catch(error =>
        this.#logger.warn(`No notification of safe mode: ${error}`),
      );
  }

  /**
   * "Something about changes is new", without an id or a state: any signed-in
   * client may listen to a channel, so it carries nothing to see.
   */
  #signal(row: ChangeRow): void {
    this.#signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: 'orion-changes',
        message: { changed: 'changes' },
      })
      .catch(error =>
        this.#logger.warn(`No signal for change #${row.id}: ${error}`),
      );
  }

  #tell(
    row: ChangeRow,
    entityRef: string[],
    payload: { title: string; description?: string; severity?: 'high' },
  ): void {
    if (entityRef.length === 0) {
      return;
    }
    const waiting = row.state === 'awaiting-approval';
    this.#notifications
      .send({
        recipients: {
          type: 'entity',
          entityRef,
          // Whoever asked cannot decide, also as a member of the approvers.
          ...(waiting ? { excludeEntityRef: row.requester } : {}),
        },
        payload: {
          severity: ['needs-attention', 'failed'].includes(row.state)
            ? 'high'
            : 'normal',
          ...payload,
          link: `/changes/${row.id}`,
          topic: 'orion-changes',
          scope: `orion-change-${row.id}`,
        },
      })
      .catch(error =>
        this.#logger.warn(`No notification for change #${row.id}: ${error}`),
      );
  }
}
