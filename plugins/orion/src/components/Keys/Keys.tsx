import { lazy, Suspense } from 'react';
import { useShortcutList } from '@orion/backstage-plugin-orion-react';
import { useNavigationKeys } from './useNavigationKeys';

// Loaded when somebody asks: it must not weigh on the first page.
const KeysDialog = lazy(() =>
  import('./KeysDialog').then(m => ({ default: m.KeysDialog })),
);

/** The keys that lead through ORION from every page, and their list. */
export function Keys() {
  return (
    <Suspense fallback={null}>
      <NavigationKeys />
    </Suspense>
  );
}

function NavigationKeys() {
  useNavigationKeys();
  const { open } = useShortcutList();
  return open ? <KeysDialog /> : null;
}
