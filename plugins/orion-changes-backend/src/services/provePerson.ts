import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { SignInEvidence } from '../approval/SignInProof';
import type { Caller, ChangeServiceDeps } from './types';

/**
 * Proof that the caller sits at a browser and signed in lately: what no token,
 * plugin or agent has. Every decision asks for it.
 *
 * @param destructive - a shorter time since the sign-in.
 * @throws NotAllowedError saying what to do; ServiceUnavailableError without an identity provider.
 */
export async function provePerson(
  deps: Pick<ChangeServiceDeps, 'signIn' | 'config'>,
  caller: Caller,
  idToken: string,
  destructive: boolean,
): Promise<SignInEvidence> {
  assertNobodyActs(caller);
  if (!deps.signIn) {
    throw new ServiceUnavailableError(
      'No identity provider is set for approvals: orion.changes.approval.issuer and .audience.',
    );
  }
  const { maxAuthAgeMs, maxAuthAgeDestructiveMs } = deps.config.approval;
  const evidence = await deps.signIn.verify(
    idToken,
    destructive ? maxAuthAgeDestructiveMs : maxAuthAgeMs,
  );
  if (evidence.email.toLowerCase() !== caller.membership.email?.toLowerCase()) {
    throw new NotAllowedError(
      `The sign-in proof is for ${evidence.email}, but you are ${caller.userRef}.`,
    );
  }
  return evidence;
}

/** A plugin that acts for a person may order, never decide. */
export function assertNobodyActs({ actor }: Caller): void {
  if (actor) {
    throw new NotAllowedError(
      `${actor} acts for you here. Only you, signed in with a browser, can decide.`,
    );
  }
}
