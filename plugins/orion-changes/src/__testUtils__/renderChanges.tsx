import { Suspense } from 'react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { ChangesApi } from '@orion/backstage-plugin-orion-changes-common';
import {
  changesApiRef,
  oidcAuthApiRef,
} from '@orion/backstage-plugin-orion-react';
import { ChangesRouter } from '../components/ChangesRouter/ChangesRouter';
import { rootRouteRef } from '../routes';

/** The API of a pipeline with nothing in it; a test overrides what it is about. */
export function fakeChangesApi(
  over: Partial<ChangesApi> = {},
): jest.Mocked<ChangesApi> {
  return {
    listKinds: jest.fn().mockResolvedValue([]),
    list: jest.fn().mockResolvedValue({ items: [], total: 0 }),
    get: jest.fn(),
    submit: jest.fn(),
    approve: jest.fn().mockResolvedValue(undefined),
    reject: jest.fn().mockResolvedValue(undefined),
    cancel: jest.fn().mockResolvedValue(undefined),
    recover: jest.fn().mockResolvedValue(undefined),
    settle: jest.fn().mockResolvedValue(undefined),
    getSafeMode: jest
      .fn()
      .mockResolvedValue({ active: false, reasons: [], mayLeave: false }),
    takeSafeModeReport: jest.fn().mockResolvedValue(undefined),
    leaveSafeMode: jest.fn().mockResolvedValue(undefined),
    readLog: jest.fn().mockResolvedValue({
      text: '',
      nextOffset: 0,
      totalBytes: 0,
      ended: true,
    }),
    ...over,
  } as jest.Mocked<ChangesApi>;
}

export { refusal } from '@orion/backstage-plugin-orion-react/testing';

export function renderChanges(
  path: string,
  api: ChangesApi,
  idToken = 'fresh-token',
) {
  const auth = { getIdToken: jest.fn().mockResolvedValue(idToken) };
  const { unmount } = renderInTestApp(
    <Suspense fallback={null}>
      <ChangesRouter />
    </Suspense>,
    {
      apis: [
        [changesApiRef, api],
        [oidcAuthApiRef, auth],
      ] as never,
      mountedRoutes: { '/changes': rootRouteRef },
      mountPath: '/changes/*',
      initialRouteEntries: [path],
    },
  );
  return { unmount, auth };
}
