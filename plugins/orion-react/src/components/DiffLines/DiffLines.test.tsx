import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { renderPiece } from '../../__testUtils__/renderPiece';
import { DiffLines } from './DiffLines';

const line = (over: Partial<PlanLine>): PlanLine => ({
  action: 'add',
  address: 'a',
  title: 'thing',
  attributes: [],
  ...over,
});

describe('plan lines', () => {
  it('put losses first and fold what stays', async () => {
    renderPiece(
      <DiffLines
        lines={[
          line({ address: '1', title: 'new', action: 'add' }),
          line({ address: '2', title: 'same', action: 'keep' }),
          line({
            address: '3',
            title: 'bigger',
            action: 'change',
            effects: ['reboots web-01'],
          }),
          line({
            address: '4',
            title: 'swapped',
            action: 'replace',
            reason: 'the disk moves',
          }),
          line({ address: '5', title: 'lost', action: 'destroy' }),
        ]}
      />,
    );
    const rows = within(await screen.findByRole('list')).getAllByRole(
      'listitem',
    );
    expect(rows.map(row => row.textContent)).toEqual([
      'destroylost',
      'replaceswappedbecause the disk moves',
      'changebiggerreboots web-01',
      'addnew',
    ]);
    await userEvent.click(screen.getByRole('button', { name: '1 unchanged' }));
    expect(screen.getByText('same')).toBeInTheDocument();
  });

  it('show what changes at once, and hide what is new behind its count', async () => {
    renderPiece(
      <DiffLines
        lines={[
          line({
            action: 'change',
            title: 'VM web-01',
            attributes: [
              { path: 'cores', before: 2, after: 4 },
              { path: 'ip', unknown: true },
              { path: 'password', before: 'x', after: 'y', sensitive: true },
            ],
          }),
          line({ address: 'b', attributes: [{ path: 'size', after: 40 }] }),
        ]}
      />,
    );
    expect(await screen.findByText('cores')).toBeInTheDocument();
    expect(screen.getByText('known after apply')).toBeInTheDocument();
    expect(screen.getAllByText('secret')).toHaveLength(2);
    expect(screen.queryByText('y')).not.toBeInTheDocument();
    expect(screen.queryByText('size')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '1 attribute' }));
    expect(screen.getByText('size')).toBeInTheDocument();
  });

  it('show lines of a file as lines, and cut nothing of them', () => {
    const added = Array.from({ length: 60 }, (_, n) => `  route ${n};`);
    renderPiece(
      <DiffLines
        lines={[
          {
            action: 'change',
            address: 'file.gw1.bird.conf',
            title: 'bird.conf on gw1',
            attributes: [
              { path: 'line 7', before: '  old;', after: added.join('\n') },
            ],
          },
        ]}
      />,
    );
    const shown = screen.getByRole('group', { name: 'line 7' });
    expect(shown.textContent).toBe(
      `−   old;${added.map(text => `+ ${text}`).join('')}`,
    );
    expect(shown).toHaveAttribute('tabindex', '0');
  });

  it('say so when nothing would change', async () => {
    renderPiece(<DiffLines lines={[]} />);
    expect(
      await screen.findByText('Nothing would change.'),
    ).toBeInTheDocument();
  });
});
