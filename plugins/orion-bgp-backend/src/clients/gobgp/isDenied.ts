import { status } from '@grpc/grpc-js';
import { isUnimplemented } from './GobgpConnection';

/** True when somebody may not ask for it, or the daemon does not have it: a healthy answer. */
export function isDenied(error: Error): boolean {
  const { code } = (error.cause ?? {}) as { code?: number };
  return code === status.PERMISSION_DENIED || isUnimplemented(error);
}
