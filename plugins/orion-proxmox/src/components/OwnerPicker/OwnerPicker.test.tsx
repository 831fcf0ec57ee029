import { ComponentProps, useState } from 'react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { identityApiRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { changesApiRef } from '@orion/backstage-plugin-orion-react';
import { proxmoxApiRef } from '../../api/proxmoxApiRef';
import { fakeChangesApi, fakeProxmoxApi, refusal } from '../../tests/fakes';
import { OwnerPicker } from './OwnerPicker';

const types: Record<string, string> = {
  'group:default/team-net': 'team',
  'group:default/team-platform': 'team',
  'group:default/operators': 'role',
};

function show(
  refs: string[],
  options: { initial?: string; changes?: never } = {},
) {
  const identity = {
    getBackstageIdentity: async () => ({
      type: 'user',
      userEntityRef: 'user:default/operator',
      ownershipEntityRefs: ['user:default/operator', ...refs],
    }),
  };
  const catalog = {
    getEntitiesByRefs: async ({ entityRefs }: { entityRefs: string[] }) => ({
      items: entityRefs.map(ref => ({
        metadata: { name: ref.split('/')[1] },
        spec: { type: types[ref] },
      })),
    }),
  };
  const written: unknown[] = [];
  function Form() {
    const [value, setValue] = useState<string | undefined>(options.initial);
    const props = {
      formData: value,
      required: true,
      schema: { title: 'Owner' },
      uiSchema: {},
      idSchema: { $id: 'owner' },
      onChange: (next: string | undefined) => {
        written.push(next);
        setValue(next);
      },
    };
    return (
      <OwnerPicker
        {...(props as unknown as ComponentProps<typeof OwnerPicker>)}
      />
    );
  }
  renderInTestApp(<Form />, {
    apis: [
      [identityApiRef, identity],
      [catalogApiRef, catalog],
      [proxmoxApiRef, fakeProxmoxApi()],
      [changesApiRef, options.changes ?? fakeChangesApi()],
    ] as never,
  });
  return written;
}

const offered = async () =>
  within(await screen.findByRole('combobox', { name: /Owner/ }))
    .getAllByRole('option')
    .map(option => option.textContent);

describe('OwnerPicker', () => {
  it('offers only my teams', async () => {
    show([
      'group:default/team-net',
      'group:default/team-platform',
      'group:default/operators',
    ]);
    expect(await offered()).toEqual([
      'Choose a group',
      'team-net',
      'team-platform',
    ]);
  });

  it('offers all my groups when none is a team', async () => {
    show(['group:default/operators']);
    expect(await offered()).toEqual(['Choose a group', 'operators']);
  });

  it('takes the only one by itself and says what is left of its quota', async () => {
    const written = show(['group:default/team-net', 'group:default/operators']);
    expect(
      await screen.findByText(
        /Left of its quota: 7 VMs, 6 cores, 36 GiB memory, 860 GiB disk/,
      ),
    ).toBeInTheDocument();
    expect(written).toEqual(['group:default/team-net']);
  });

  it('drops a group of somebody else that a link carried', async () => {
    const written = show(
      ['group:default/team-net', 'group:default/team-platform'],
      {
        initial: 'group:default/admins',
      },
    );
    await waitFor(() => expect(written).toEqual([undefined]));
  });

  it('writes the chosen group, and shows no quota when nobody knows it', async () => {
    const changes = fakeChangesApi({
      submit: jest.fn().mockRejectedValue(refusal(403, 'no')),
    });
    const written = show(
      ['group:default/team-net', 'group:default/team-platform'],
      {
        changes: changes as never,
      },
    );
    await userEvent.selectOptions(
      await screen.findByRole('combobox'),
      'team-platform',
    );
    expect(written).toEqual(['group:default/team-platform']);
    await waitFor(() => expect(changes.submit).toHaveBeenCalled());
    expect(screen.queryByText(/Left of its quota/)).not.toBeInTheDocument();
  });

  it('says what to do when I am in no group', async () => {
    show([]);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You are in no group.',
    );
  });
});
