import { CSSProperties, RefObject, useEffect, useRef, useState } from 'react';

const STORED_AS = 'orion.height.';

/**
 * How high a part was when it was last here, as the room of its skeleton: how
 * many changes are open and how long a sentence is nobody knows beforehand.
 */
export function useKeptHeight(
  name: string,
  ready: boolean,
): { ref: RefObject<HTMLDivElement>; style?: CSSProperties } {
  const ref = useRef<HTMLDivElement>(null);
  const [before] = useState(() => read(name));
  useEffect(() => {
    const element = ref.current;
    if (!ready || !element || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(() =>
      write(name, element.offsetHeight),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [name, ready]);
  return { ref, style: ready || !before ? undefined : { minHeight: before } };
}

// Lines break elsewhere in another window: its heights say nothing about this one.
function read(name: string): number | undefined {
  try {
    const [width, height] = (
      window.localStorage.getItem(STORED_AS + name) ?? ''
    ).split(' ');
    return Number(width) === window.innerWidth ? Number(height) : undefined;
  } catch {
    // Without storage the skeleton has its usual height.
    return undefined;
  }
}

function write(name: string, height: number) {
  try {
    window.localStorage.setItem(
      STORED_AS + name,
      `${window.innerWidth} ${height}`,
    );
  } catch {
    // As above.
  }
}
