import { AuditorService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import express from 'express';

/** Does something that writes, with an auditor event about how it ended. */
export async function audited<T>(
  auditor: AuditorService,
  req: express.Request,
  event: { eventId: string; meta: JsonObject },
  work: () => Promise<T>,
): Promise<T> {
  const entry = await auditor.createEvent({ ...event, request: req as never });
  try {
    const result = await work();
    await entry.success();
    return result;
  } catch (error) {
    await entry.fail({ error: error as Error });
    throw error;
  }
}
