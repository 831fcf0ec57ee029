import { useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { changesApiRef } from '@orion/backstage-plugin-orion-react';

const POLL_MS = 2000;
const RETRY_MS = 5000;

export interface ChangeLog {
  text: string;
  ended: boolean;
  exitCode?: number;
  /** The first answer has come. */
  started: boolean;
  error?: Error;
}

const nothing: ChangeLog = { text: '', ended: false, started: false };

/** Reads one run's log from the start and follows it to its end; then it is quiet. */
export function useChangeLog(id: number, run: string | undefined): ChangeLog {
  const api = useApi(changesApiRef);
  const [log, setLog] = useState(nothing);

  useEffect(() => {
    setLog(nothing);
    if (!run) {
      return undefined;
    }
    let stopped = false;
    let timer: ReturnType<typeof setTimeout>;
    let offset = 0;

    const step = async () => {
      if (document.visibilityState === 'hidden') {
        timer = setTimeout(step, POLL_MS);
        return;
      }
      try {
        const chunk = await api.readLog(id, { offset, run });
        if (stopped) {
          return;
        }
        const more =
          chunk.nextOffset > offset && chunk.nextOffset < chunk.totalBytes;
        offset = chunk.nextOffset;
        setLog(before => ({
          text: before.text + chunk.text,
          ended: chunk.ended,
          exitCode: chunk.exitCode,
          started: true,
        }));
        if (!chunk.ended) {
          timer = setTimeout(step, more ? 0 : POLL_MS);
        }
      } catch (error) {
        if (!stopped) {
          setLog(before => ({ ...before, error: error as Error }));
          timer = setTimeout(step, RETRY_MS);
        }
      }
    };
    step();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [api, id, run]);

  return log;
}
