import { useCallback, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { SIGN_IN_AGAIN } from '@orion/backstage-plugin-orion-changes-common';
import {
  changesApiRef,
  describeError,
  oidcAuthApiRef,
} from '@orion/backstage-plugin-orion-react';

/** Why a decision did not count. */
export interface DecisionProblem {
  message: string;
  /** Only a younger sign-in helps. */
  signInAgain: boolean;
}

export interface Decision {
  busy?: 'approve' | 'reject';
  problem?: DecisionProblem;
  noSession: boolean;
  approve: (comment: string) => Promise<boolean>;
  reject: (comment: string) => Promise<boolean>;
}

export interface DecisionOptions {
  changeId: number;
  /** Digest of the plan on the screen, whatever the server has by now. */
  digest: string;
  /** Something changed, or somebody was faster: look again. */
  onSettled: () => void;
}

/** Sends a decision on exactly the plan that was shown, with proof of the sign-in. */
export function useDecision({
  changeId,
  digest,
  onSettled,
}: DecisionOptions): Decision {
  const api = useApi(changesApiRef);
  const auth = useApi(oidcAuthApiRef);
  const [busy, setBusy] = useState<'approve' | 'reject'>();
  const [problem, setProblem] = useState<DecisionProblem>();
  const [noSession, setNoSession] = useState(false);

  const send = useCallback(
    async (kind: 'approve' | 'reject', comment: string) => {
      setBusy(kind);
      setProblem(undefined);
      setNoSession(false);
      try {
        // Optional: an ended session must not throw the reader out of the page.
        const idToken = await auth.getIdToken({ optional: true });
        if (!idToken) {
          setNoSession(true);
          return false;
        }
        if (kind === 'approve') {
          await api.approve(changeId, {
            digest,
            comment: comment || undefined,
            idToken,
          });
        } else {
          await api.reject(changeId, { digest, comment, idToken });
        }
        return true;
      } catch (error) {
        setProblem(toProblem(error));
        return false;
      } finally {
        setBusy(undefined);
        onSettled();
      }
    },
    [api, auth, changeId, digest, onSettled],
  );

  return {
    busy,
    problem,
    noSession,
    approve: useCallback(comment => send('approve', comment), [send]),
    reject: useCallback(comment => send('reject', comment), [send]),
  };
}

function toProblem(error: unknown): DecisionProblem {
  const { message, code } = describeError(error);
  return { message, signInAgain: code === SIGN_IN_AGAIN };
}
