import { useCallback, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  changesApiRef,
  describeError,
} from '@orion/backstage-plugin-orion-react';

/** Cancel and "look again". */
export function useChangeActions(changeId: number, onSettled: () => void) {
  const api = useApi(changesApiRef);
  const [recovering, setRecovering] = useState(false);
  const [problem, setProblem] = useState<string>();

  const cancel = useCallback(
    async (comment: string) => {
      try {
        await api.cancel(changeId, comment || undefined);
      } finally {
        onSettled();
      }
    },
    [api, changeId, onSettled],
  );

  const recover = useCallback(async () => {
    setRecovering(true);
    setProblem(undefined);
    try {
      await api.recover(changeId);
    } catch (error) {
      setProblem(describeError(error).message);
    } finally {
      setRecovering(false);
      onSettled();
    }
  }, [api, changeId, onSettled]);

  return { cancel, recover, recovering, problem };
}
