import { NoAnswerError } from './NoAnswerError';

/** What a person can use of an error. @public */
export interface DescribedError {
  /** The backend's own sentence, capped. */
  message: string;
  /** HTTP status, absent when nothing answered. */
  status?: number;
  /** A word for programs, where the backend gives one. */
  code?: string;
  /** Of the backend's log; absent when the answer has none. */
  requestId?: string;
  /**
   * Set when no backend plugin stands behind the address: a 404 that none of
   * them wrote. The path, as far as the plugin's own name.
   */
  absentAt?: string;
  /** 403 and 404 look alike: a hidden thing is a missing thing. */
  denied: boolean;
  /** Nothing answered at all. */
  silent: boolean;
  /** Of a silence, where it is known how long an answer was waited for. */
  waitedMs?: number;
}

const MAX_MESSAGE = 600;

interface ErrorShape {
  name?: string;
  message?: string;
  statusCode?: number;
  cause?: { name?: string; message?: string };
  response?: { url?: string };
  body?: {
    error?: { message?: string; code?: string };
    request?: { requestId?: string };
  };
}

/**
 * Reads the backend's sentence out of a `ResponseError` or any other error.
 *
 * @public
 */
export function describeError(error: unknown): DescribedError {
  const shape = (error ?? {}) as ErrorShape;
  const status = shape.statusCode;
  const absentAt = readAbsence(shape);
  const message =
    shape.body?.error?.message ??
    shape.cause?.message ??
    shape.message ??
    String(error);
  return {
    message:
      message.length > MAX_MESSAGE
        ? `${message.slice(0, MAX_MESSAGE)}…`
        : message,
    status,
    code: shape.body?.error?.code,
    requestId: shape.body?.request?.requestId,
    absentAt,
    denied: !absentAt && (status === 403 || status === 404),
    silent:
      status === undefined &&
      (shape.name === 'TypeError' || error instanceof NoAnswerError),
    waitedMs: error instanceof NoAnswerError ? error.waitedMs : undefined,
  };
}

/** A plugin that refuses names the request it refuses; the portal itself does not. */
function readAbsence(error: ErrorShape): string | undefined {
  if (error.statusCode !== 404 || error.body?.request) {
    return undefined;
  }
  const [plugin] = /\/api\/[^/?#]+/.exec(error.response?.url ?? '') ?? [];
  return plugin;
}
