import {
  RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

const NEAR_END_PX = 24;

/**
 * Follows the end of a scrolling box while the reader is there; scrolling up
 * stops it, and what came since is counted.
 */
export function useFollow(box: RefObject<HTMLElement>, count: number) {
  const [following, setFollowing] = useState(true);
  const seen = useRef(count);

  useLayoutEffect(() => {
    const element = box.current;
    if (following && element) {
      element.scrollTop = element.scrollHeight;
      seen.current = count;
    }
  }, [box, following, count]);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (element) {
      const distance =
        element.scrollHeight - element.scrollTop - element.clientHeight;
      setFollowing(distance <= NEAR_END_PX);
    }
  }, [box]);

  const stop = useCallback(() => setFollowing(false), []);
  const jump = useCallback(() => setFollowing(true), []);
  return {
    following,
    fresh: following ? 0 : Math.max(0, count - seen.current),
    onScroll,
    stop,
    jump,
  };
}
