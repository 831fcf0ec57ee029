import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { templateRouteRef } from '../routes';
import { guest } from '../tests/fakes';
import { useDestroyAction } from './useDestroyAction';

function Hint() {
  const action = useDestroyAction()?.(guest(), false);
  return (
    <p>
      {action?.off ? 'off' : 'on'}: {action?.hint}
    </p>
  );
}

it('is off without the role, and names it', async () => {
  renderInTestApp(<Hint />, {
    apis: [
      [
        permissionApiRef,
        { authorize: async () => ({ result: AuthorizeResult.DENY }) },
      ],
    ] as never,
    mountedRoutes: { '/create/:namespace/:templateName': templateRouteRef },
  });
  expect(
    await screen.findByText(
      'off: Destroying needs the operator role. Ask an admin.',
    ),
  ).toBeInTheDocument();
});
