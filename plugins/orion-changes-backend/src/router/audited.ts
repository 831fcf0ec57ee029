import { AuditorService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import type { Request } from 'express';

export interface AuditedCall {
  eventId: string;
  request: Request;
  /** Default: low, which is what reads are. */
  severityLevel?: 'low' | 'medium' | 'high';
  meta?: JsonObject;
}

/** Does something and tells the auditor who tried, and whether it worked. */
export async function audited<T>(
  auditor: AuditorService,
  call: AuditedCall,
  work: () => Promise<T>,
): Promise<T> {
  const event = await auditor.createEvent(call as never);
  try {
    const result = await work();
    await event.success();
    return result;
  } catch (error) {
    await event.fail({ error: error as Error });
    throw error;
  }
}
