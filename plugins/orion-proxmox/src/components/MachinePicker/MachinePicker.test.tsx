import { ComponentProps, useState } from 'react';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { changesApiRef } from '@orion/backstage-plugin-orion-react';
import { proxmoxApiRef } from '../../api/proxmoxApiRef';
import { MachineValue } from '../../lib/order';
import {
  fakeChangesApi,
  fakeProxmoxApi,
  freshNow,
  options,
  refusal,
  verdict,
} from '../../tests/fakes';
import { MachinePicker } from './MachinePicker';
import { validateMachine } from './validateMachine';

const form = {
  owner: 'group:default/team-net',
  name: 'web-01',
  domain: 'infrastructure',
  sshKeys: [`ssh-ed25519 ${'B'.repeat(68)}`],
};

function show({
  proxmox = fakeProxmoxApi(),
  changes = fakeChangesApi(),
  values = form as Record<string, unknown>,
  initial = {} as MachineValue,
} = {}) {
  const written: MachineValue[] = [];
  function Form() {
    const [value, setValue] = useState<MachineValue>(initial);
    const props = {
      formData: value,
      formContext: { formData: values },
      onChange: (next: MachineValue) => {
        written.push(next);
        setValue(next);
      },
    };
    return (
      <MachinePicker
        {...(props as unknown as ComponentProps<typeof MachinePicker>)}
      />
    );
  }
  renderInTestApp(<Form />, {
    apis: [
      [proxmoxApiRef, proxmox],
      [changesApiRef, changes],
    ] as never,
  });
  return { written, changes };
}

const last = (written: MachineValue[]) => written[written.length - 1];

describe('MachinePicker', () => {
  it('starts with what is offered first and writes one object with a readable line', async () => {
    const { written } = show();
    expect(await screen.findByRole('radio', { name: /Small/ })).toBeChecked();
    expect(last(written)).toEqual({
      cluster: 'r730',
      node: 'best-fit',
      size: 'S',
      image: 'debian-13',
      network: 'servers',
      summary: expect.stringMatching(
        /^Small: 2 cores, 2 GiB memory, 20 GiB disk; Debian 13; /,
      ),
    });
    await userEvent.click(screen.getByRole('radio', { name: /Medium/ }));
    expect(last(written)).toMatchObject({
      size: 'M',
      summary: expect.stringContaining('4 cores, 8 GiB memory, 40 GiB disk'),
    });
    await userEvent.selectOptions(
      screen.getByRole('combobox', { name: 'Node' }),
      'pve1',
    );
    expect(last(written)).toMatchObject({ node: 'pve1', size: 'M' });
    expect(
      screen.getByText('pve1 has 4 GiB memory free, this size wants 8 GiB.'),
    ).toBeInTheDocument();
  });

  it('shows bridge, prefix and free addresses of a network, and the memory of a node', async () => {
    show();
    expect(
      await screen.findByRole('option', {
        name: 'Servers, 212 addresses free (vmbr1, 10.0.20.0/24)',
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('option', { name: 'pve1, 4 of 64 GiB free' }),
    ).toBeInTheDocument();
  });

  it('replaces what is no longer offered', async () => {
    const { written } = show({
      initial: { cluster: 'gone', size: 'XXL', network: 'servers' },
    });
    await screen.findByRole('radio', { name: /Small/ });
    await waitFor(() =>
      expect(last(written)).toMatchObject({ cluster: 'r730', size: 'S' }),
    );
  });

  it('says what the quota would be, which rules passed and who approves', async () => {
    const { changes } = show();
    expect(
      await screen.findByText('4 of 10', {}, { timeout: 3000 }),
    ).toBeInTheDocument();
    expect(screen.getByText('16 of 20')).toBeInTheDocument();
    expect(screen.getByText('1 rule passed')).toBeInTheDocument();
    expect(
      screen.getByText('Then somebody of approvers decides on the plan.'),
    ).toBeInTheDocument();
    expect(changes.submit).toHaveBeenCalledWith(
      expect.objectContaining({
        kind: 'virtual-machine.create',
        dryRun: true,
        input: {
          ...form,
          cluster: 'r730',
          node: 'best-fit',
          size: 'S',
          image: 'debian-13',
          network: 'servers',
        },
      }),
    );
  });

  it('shows a denial with its sentence and the line that is over', async () => {
    const denied = {
      ...verdict,
      policy: [
        {
          ruleId: 'owner-quota',
          verdict: 'deny',
          message: 'team-net would use 22 of 20 cores.',
        },
      ],
      quota: {
        ...verdict.quota,
        demand: { ...verdict.quota.demand, cores: 8 },
      },
    };
    show({
      changes: fakeChangesApi({
        submit: jest.fn().mockResolvedValue({ created: false, dryRun: denied }),
      }),
    });
    expect(
      await screen.findByText(
        'Denied: team-net would use 22 of 20 cores.',
        {},
        { timeout: 3000 },
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('22 of 20, over the limit')).toBeInTheDocument();
  });

  it('quotes a refusal, and offers to ask again after an outage', async () => {
    const submit = jest
      .fn()
      .mockRejectedValueOnce(refusal(503, 'NetBox is silent'))
      .mockResolvedValue({ created: false, dryRun: verdict });
    show({ changes: fakeChangesApi({ submit }) });
    await userEvent.click(
      await screen.findByRole(
        'button',
        { name: 'Check again' },
        { timeout: 3000 },
      ),
    );
    expect(await screen.findByText('1 rule passed')).toBeInTheDocument();
  });

  it('asks nothing while earlier steps are missing', async () => {
    const { changes } = show({ values: { owner: form.owner } });
    expect(
      await screen.findByText(/Fill in the steps before this one/),
    ).toBeInTheDocument();
    expect(changes.submit).not.toHaveBeenCalled();
  });

  it('says that the numbers are old, and whose', async () => {
    const old = {
      ...freshNow(),
      stale: true,
      fetchedAt: new Date(0).toISOString(),
    };
    show({
      proxmox: fakeProxmoxApi({
        getOptions: jest.fn().mockResolvedValue({ ...options, freshness: old }),
      }),
    });
    expect(
      await screen.findByText(
        /The numbers are old: proxmox:r730 is silent since/,
      ),
    ).toBeInTheDocument();
  });

  it('says what to do when no cluster takes orders', async () => {
    show({
      proxmox: fakeProxmoxApi({
        listClusters: jest
          .fn()
          .mockResolvedValue({ items: [], note: 'No cluster is configured.' }),
      }),
    });
    expect(
      await screen.findByText('No cluster is configured.'),
    ).toBeInTheDocument();
  });
});

describe('validateMachine', () => {
  const complete = {
    cluster: 'r730',
    size: 'S',
    image: 'debian-13',
    network: 'servers',
  };

  async function errorsOf(
    value: MachineValue,
    submit: jest.Mock,
    stale = false,
  ) {
    const field = { addError: jest.fn() };
    const freshness = { ...freshNow(), stale };
    const getOptions = jest.fn().mockResolvedValue({ ...options, freshness });
    const apis: Record<string, unknown> = {
      [changesApiRef.id]: fakeChangesApi({ submit }),
      [proxmoxApiRef.id]: fakeProxmoxApi({ getOptions }),
    };
    const apiHolder = { get: (ref: { id: string }) => apis[ref.id] };
    const context = { apiHolder, formData: form, schema: {} };
    await validateMachine(value, field as never, context as never);
    return field.addError.mock.calls.map(([message]) => message);
  }

  it('lets a good order pass', async () => {
    const submit = jest
      .fn()
      .mockResolvedValue({ created: false, dryRun: verdict });
    expect(await errorsOf(complete, submit)).toEqual([]);
  });

  it('stops while the cluster is silent', async () => {
    const submit = jest.fn();
    expect(await errorsOf(complete, submit, true)).toHaveLength(1);
    expect(submit).not.toHaveBeenCalled();
  });

  it('stops at a denial, a refusal and a gap', async () => {
    const policy = [{ ruleId: 'r', verdict: 'deny', message: 'Too much.' }];
    const denied = jest
      .fn()
      .mockResolvedValue({ dryRun: { ...verdict, policy } });
    expect(await errorsOf(complete, denied)).toEqual(['Too much.']);
    const refused = jest
      .fn()
      .mockRejectedValue(refusal(400, 'input.size: there is S, M'));
    expect(await errorsOf(complete, refused)).toEqual([
      'input.size: there is S, M',
    ]);
    expect(await errorsOf({}, refused)).toHaveLength(1);
  });
});
