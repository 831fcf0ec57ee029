import { ServiceError, status } from '@grpc/grpc-js';
import {
  RouteSourceError,
  RouteSourceProblem,
} from '../../routes/RouteSourceError';
import { GobgpTarget } from './GobgpTarget';

const problems: { [code: number]: RouteSourceProblem } = {
  [status.UNAVAILABLE]: 'connect',
  [status.DEADLINE_EXCEEDED]: 'deadline',
  [status.RESOURCE_EXHAUSTED]: 'limit',
  [status.CANCELLED]: 'closed',
  [status.ABORTED]: 'closed',
  [status.INTERNAL]: 'protocol',
  [status.DATA_LOSS]: 'protocol',
  [status.UNIMPLEMENTED]: 'protocol',
};

/** The client's own words, with times that are others each time. */
const DEADLINE = /^Deadline exceeded after ([\d.]+)s/;

/**
 * The client's own words for a stream that was cut off, as a proxy does when gobgpd
 * goes away behind it: it has no answer of GoBGP to hand on.
 */
const CUT_OFF = /^Received RST_STREAM with code /;

/** What a call says when it fails, with the router's name and GoBGP's words. */
export function toRouteSourceError(
  target: GobgpTarget,
  call: string,
  error: unknown,
): RouteSourceError {
  if (error instanceof RouteSourceError) {
    return error;
  }
  const { code = status.INTERNAL, details } = error as Partial<ServiceError>;
  // Its words come from outside: one line, and not too long of it.
  const said = (details || String((error as Error)?.message ?? error))
    .replace(/\s+/g, ' ')
    .slice(0, 300);
  const isCutOff = code === status.INTERNAL && CUT_OFF.test(said);
  const problem = isCutOff ? 'closed' : problems[code] ?? 'refused';
  const deadline = DEADLINE.exec(said);
  const what: Record<RouteSourceProblem, string> = {
    connect: `cannot be reached at ${target.address}`,
    deadline: deadline
      ? `did not answer ${call} within ${Math.round(Number(deadline[1]))} s`
      : `did not answer ${call} in time`,
    limit: `gave too long an answer to ${call}`,
    refused: `refused ${call}`,
    protocol: `gave an answer to ${call} that is not understood`,
    closed: `ended ${call}`,
  };
  return new RouteSourceError(
    problem,
    `GoBGP of router ${target.router} ${what[problem]}${
      problem === 'deadline' && deadline ? '' : `: ${said}`
    }`,
    { cause: error },
  );
}
