import { createHash } from 'node:crypto';
import { JudgedConfiguration } from './judgeConfiguration';

/**
 * Hex, over what people approve of a judgement: another one wants another approval.
 * How much of other networks goes out is not in it, only whether: each route of a
 * customer would void approvals.
 */
export function digestOfJudged({
  names,
  revived,
  onlyHere,
  unjudged,
  announcements,
}: Pick<
  JudgedConfiguration,
  'names' | 'revived' | 'onlyHere' | 'unjudged' | 'announcements'
>): string {
  const content = {
    ...{ names, revived, onlyHere, unjudged },
    announcements: announcements.map(({ foreign, ...one }) => ({
      ...one,
      transit: foreign > 0,
    })),
  };
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
