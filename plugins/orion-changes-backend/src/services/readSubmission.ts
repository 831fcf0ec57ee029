import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { SubmitChangeRequest } from '@orion/backstage-plugin-orion-changes-common';
import { ChangeKind } from '@orion/backstage-plugin-orion-changes-node';
import { isStorable } from '../database/storable';

const MAX_INPUT_BYTES = 64 * 1024;

/**
 * The input of a request as its kind understands it.
 *
 * @throws InputError naming the field and the limit.
 */
export function readInput(
  kind: ChangeKind,
  request: SubmitChangeRequest,
): JsonObject {
  const raw = request.input;
  const bytes = Buffer.byteLength(JSON.stringify(raw ?? {}));
  if (bytes > MAX_INPUT_BYTES) {
    throw new InputError(
      `input: ${bytes} bytes, the limit is ${MAX_INPUT_BYTES}`,
    );
  }
  for (const field of ['input', 'description', 'idempotencyKey'] as const) {
    if (!isStorable(request[field])) {
      throw new InputError(
        `${field}: holds a character that cannot be stored (NUL or half a pair)`,
      );
    }
  }
  const parsed = kind.inputSchema.safeParse(raw);
  if (!parsed.success) {
    throw new InputError(
      parsed.error.issues
        .map(issue => `${['input', ...issue.path].join('.')}: ${issue.message}`)
        .join('; '),
    );
  }
  return parsed.data;
}

/** Answered with 422: the request is well formed but cannot mean what it says. */
export class UnprocessableError extends InputError {
  readonly statusCode = 422;
}
