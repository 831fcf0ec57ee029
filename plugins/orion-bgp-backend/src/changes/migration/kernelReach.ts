import { ProbeResult } from '@orion/backstage-plugin-orion-changes-node';
import { KernelReach } from '../../rib/kernel/KernelComparison';
import { leastOf } from '../comeback/judgeBack';
import { SessionDeps } from '../SessionTools';
import { probe } from '../verifyTwice';

/** How a kernel is, or why that is not known yet. */
export interface ReachSight {
  reach?: KernelReach;
  /** A sentence. */
  problem?: string;
}

const FAMILIES = {
  'ipv4-unicast': 'ipv4',
  'ipv6-unicast': 'ipv6',
} as const;

/**
 * To how many prefixes the kernel of a router leads. Undefined where its kernel is
 * not read at all.
 *
 * @param since - ISO UTC: an older reading says nothing, and another one is asked for
 */
export async function readReach(
  { collector }: Pick<SessionDeps, 'collector'>,
  router: string,
  since?: string,
): Promise<ReachSight | undefined> {
  try {
    const { beganAt, error, reach } = await collector.ask('kernel', {
      ...{ router, since },
      recursive: [],
    });
    const isNew =
      since === undefined || Date.parse(beganAt ?? '') > Date.parse(since);
    return reach && isNew
      ? { reach }
      : {
          problem: `The kernel of ${router} is not read ${
            since ? 'again ' : ''
          }yet${error ? `: ${error}` : ''}.`,
        };
  } catch (error) {
    return (error as Error).name === 'NotFoundError'
      ? undefined
      : {
          problem: `The kernel of ${router} cannot be looked at: ${
            (error as Error).message
          }.`,
        };
  }
}

/**
 * Whether the kernel leads to as much as before, in families that reach it another
 * way now. What a daemon accepted tells nothing of that: a route whose next hop it
 * cannot resolve is accepted, and leads nowhere.
 */
export function judgeReach(
  router: string,
  before: KernelReach,
  { reach, problem }: ReachSight,
  families: readonly string[],
): ProbeResult {
  if (!reach) {
    return probe('kernel', 'unknown', problem!);
  }
  const lacking = families.flatMap(family => {
    const key = FAMILIES[family as keyof typeof FAMILIES];
    const least = key ? leastOf({ value: before[key] }) : 0;
    return key && reach[key] < least
      ? [`${reach[key]} of ${before[key]} ${family} routes lead somewhere`]
      : [];
  });
  return probe(
    'kernel',
    lacking.length === 0 ? 'pass' : 'unknown',
    lacking.length === 0
      ? `The kernel of ${router} leads to as much as before.`
      : `The kernel of ${router} does not lead to as much as before yet: ${lacking.join(
          ', ',
        )}.`,
  );
}
