import { RefObject, useCallback, useEffect, useMemo, useState } from 'react';
import { findLines, isErrorLine, nextAfter } from './logText';

/** The line the URL, a search or "next error" points at. */
export function useLogMarks(
  box: RefObject<HTMLElement>,
  lines: string[],
  reveal: (line: number) => void,
) {
  const [marked, setMarked] = useState<number | undefined>(readHash);
  const [words, setWords] = useState('');
  const errors = useMemo(
    () =>
      lines.flatMap((line, index) => (isErrorLine(line) ? [index + 1] : [])),
    [lines],
  );
  const hits = useMemo(() => findLines(lines, words), [lines, words]);

  useEffect(() => {
    const onHash = () => setMarked(readHash());
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, []);

  const known = marked !== undefined && marked <= lines.length;
  useEffect(() => {
    if (known && marked !== undefined) {
      reveal(marked);
      const row = box.current?.querySelector(`[data-line="${marked}"]`);
      row?.scrollIntoView?.({ block: 'center' });
    }
  }, [box, marked, known, reveal]);

  const goNext = useCallback(
    (numbers: number[]) => setMarked(now => nextAfter(numbers, now ?? 0)),
    [],
  );
  return { marked, words, setWords, errors, hits, goNext };
}

function readHash(): number | undefined {
  const match = /^#L(\d{1,9})$/.exec(window.location.hash);
  return match ? Number(match[1]) : undefined;
}
