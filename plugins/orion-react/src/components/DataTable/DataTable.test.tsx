import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { renderPiece } from '../../__testUtils__/renderPiece';
import { useHiddenColumns } from '../../hooks/useHiddenColumns';
import { ColumnChooser } from './ColumnChooser';
import { DataTable } from './DataTable';
import { FilterBox } from './FilterBox';
import { formatFilter, parseFilter } from './filterTokens';
import { DataTableProps } from './types';

interface Row {
  id: string;
}

function Table(over: Partial<DataTableProps<Row>> & { count?: number }) {
  const rows = Array.from({ length: over.count ?? 3 }, (_, index) => ({
    id: `row-${index + 1}`,
  }));
  return (
    <DataTable
      label="Rows"
      columns={[
        {
          id: 'id',
          title: 'Name',
          width: '1fr',
          sortable: true,
          render: row => row.id,
        },
      ]}
      rows={rows}
      rowKey={row => row.id}
      rowName={row => row.id}
      card={row => row.id}
      onOpen={() => {}}
      {...over}
    />
  );
}

function narrow(matches: boolean) {
  window.matchMedia = jest.fn().mockImplementation(query => ({
    matches,
    media: query,
    addListener: () => {},
    removeListener: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
}

describe('a data table', () => {
  beforeEach(() => narrow(false));

  it('is a grid with the real row count', async () => {
    renderPiece(<Table total={15000} />);
    const grid = await screen.findByRole('grid', { name: 'Rows' });
    expect(grid).toHaveAttribute('aria-rowcount', '15001');
    expect(within(grid).getAllByRole('row')[3]).toHaveAttribute(
      'aria-rowindex',
      '4',
    );
  });

  it('moves, opens and selects by keyboard with one tab stop', async () => {
    const onOpen = jest.fn();
    const onChange = jest.fn();
    renderPiece(
      <Table onOpen={onOpen} selection={{ selected: new Set(), onChange }} />,
    );
    await screen.findByRole('grid');
    await userEvent.keyboard('j');
    const rows = screen.getAllByRole('row').slice(1);
    expect(rows[0]).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{End}{Home}{ArrowDown}');
    expect(rows[1]).toHaveFocus();
    expect(rows.filter(row => row.tabIndex === 0)).toEqual([rows[1]]);
    await userEvent.keyboard('{Enter} ');
    expect(onOpen).toHaveBeenCalledWith({ id: 'row-2' });
    expect(onChange).toHaveBeenCalledWith(new Set(['row-2']));
  });

  describe('whose rows are sorted anew', () => {
    let show: (ids: string[]) => void;

    function Live(over: Partial<DataTableProps<Row>>) {
      const [ids, setIds] = useState(['a', 'b', 'c']);
      show = next => act(() => setIds(next));
      return <Table rows={ids.map(id => ({ id }))} {...over} />;
    }

    const tabStops = () =>
      screen
        .getAllByRole('row')
        .filter(row => row.tabIndex === 0)
        .map(row => row.textContent);

    it('opens and selects the row that has the focus, wherever it went', async () => {
      const onOpen = jest.fn();
      const onChange = jest.fn();
      renderPiece(
        <Live onOpen={onOpen} selection={{ selected: new Set(), onChange }} />,
      );
      await screen.findByRole('grid');
      await userEvent.keyboard('jj');
      const row = screen.getByText('b').closest('[role=row]');
      expect(row).toHaveFocus();

      show(['b', 'c', 'a']);
      expect(row).toHaveFocus();
      expect(tabStops()).toEqual(['b']);
      await userEvent.keyboard('{Enter} ');
      expect(onOpen.mock.calls).toEqual([[{ id: 'b' }]]);
      expect(onChange).toHaveBeenCalledWith(new Set(['b']));

      show(['new', 'a', 'c', 'b']);
      await userEvent.keyboard('{Enter}');
      expect(onOpen).toHaveBeenLastCalledWith({ id: 'b' });
      await userEvent.keyboard('{ArrowUp}{Enter}');
      expect(onOpen).toHaveBeenLastCalledWith({ id: 'c' });
    });

    it('goes on in its place when the row is gone, and back to it when it returns', async () => {
      const onOpen = jest.fn();
      renderPiece(<Live onOpen={onOpen} />);
      await screen.findByRole('grid');
      await userEvent.keyboard('jj');
      show(['c', 'a', 'b']);
      show(['c', 'a']);
      expect(tabStops()).toEqual(['a']);
      // Nothing has the focus any more, so nothing is opened.
      await userEvent.keyboard('{Enter}');
      expect(onOpen).not.toHaveBeenCalled();

      show(['b', 'c', 'a']);
      expect(tabStops()).toEqual(['b']);
      show(['c', 'a']);
      expect(tabStops()).toEqual(['c']);
      await userEvent.keyboard('jj{Enter}');
      expect(onOpen.mock.calls).toEqual([[{ id: 'a' }]]);
      show([]);
      show(['z']);
      expect(tabStops()).toEqual(['z']);
    });

    it('has the first row as its tab stop until one had the focus', async () => {
      renderPiece(<Live />);
      await screen.findByRole('grid');
      show(['c', 'a', 'b']);
      expect(tabStops()).toEqual(['c']);
    });
  });

  it('offers actions per row, by pointer and by key, without opening the row', async () => {
    const onOpen = jest.fn();
    const run = jest.fn();
    renderPiece(
      <Table
        onOpen={onOpen}
        menu={({ id }) => [
          { id: 'destroy', label: 'Destroy', run: () => run(id) },
        ]}
      />,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions of row-2' }),
    );
    await userEvent.click(screen.getByRole('menuitem', { name: 'Destroy' }));
    expect(run).toHaveBeenLastCalledWith('row-2');
    await userEvent.keyboard('{ArrowUp}.');
    await userEvent.click(screen.getByRole('menuitem', { name: 'Destroy' }));
    expect(run).toHaveBeenLastCalledWith('row-1');
    expect(onOpen).not.toHaveBeenCalled();
  });

  it('has the actions on a card too', async () => {
    narrow(true);
    const onOpen = jest.fn();
    const run = jest.fn();
    renderPiece(
      <Table
        onOpen={onOpen}
        menu={({ id }) => [{ id: 'a', label: 'Act', run: () => run(id) }]}
      />,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions of row-3' }),
    );
    await userEvent.click(screen.getByRole('menuitem', { name: 'Act' }));
    expect(run).toHaveBeenCalledWith('row-3');
    expect(onOpen).not.toHaveBeenCalled();
  });

  it('hands sorting to the server', async () => {
    const onSort = jest.fn();
    renderPiece(
      <Table sort={{ column: 'id', descending: false }} onSort={onSort} />,
    );
    expect(await screen.findByRole('columnheader')).toHaveAttribute(
      'aria-sort',
      'ascending',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(onSort).toHaveBeenCalledWith({ column: 'id', descending: true });
  });

  it('does not draw thousands of rows', async () => {
    renderPiece(<Table count={15000} />);
    await screen.findByRole('grid');
    expect(screen.getAllByRole('row').length).toBeLessThan(100);
  });

  it('keeps the focused row while 15,000 others scroll by', async () => {
    const height = jest
      .spyOn(Element.prototype, 'clientHeight', 'get')
      .mockReturnValue(400);
    try {
      renderPiece(<Table count={15000} />);
      const grid = await screen.findByRole('grid');
      expect(grid).toHaveAttribute('aria-rowcount', '15001');
      await userEvent.keyboard('jj');
      const focused = screen.getByRole('row', { name: 'row-2' });
      expect(focused).toHaveFocus();

      const box = grid.parentElement!;
      box.scrollTop = 36 * 9000;
      fireEvent.scroll(box);
      const far = await screen.findByRole('row', { name: 'row-9001' });
      expect(far).toHaveAttribute('aria-rowindex', '9002');
      expect(focused).toBeInTheDocument();
      expect(focused).toHaveFocus();
      expect(screen.getAllByRole('row').length).toBeLessThan(100);
    } finally {
      height.mockRestore();
    }
  });

  it('is a list of cards on a phone', async () => {
    narrow(true);
    renderPiece(<Table />);
    expect(
      within(await screen.findByRole('list')).getAllByRole('listitem'),
    ).toHaveLength(3);
    expect(screen.queryByRole('grid')).not.toBeInTheDocument();
  });
});

describe('a column chooser', () => {
  const known = ['node', 'tags'];

  function Chooser() {
    const [hidden, setHidden] = useHiddenColumns(known);
    return (
      <>
        <ColumnChooser
          columns={[
            { id: 'node', title: 'Node' },
            { id: 'tags', title: 'Tags' },
          ]}
          hidden={hidden}
          onChange={setHidden}
        />
        <output>{[...hidden].join(' ')}</output>
      </>
    );
  }

  it('hides and shows by keyboard, and drops names no column has', async () => {
    renderPiece(<Chooser />, '/?hide=tags,gone');
    const button = await screen.findByRole('button', { name: 'Columns' });
    expect(screen.getByRole('status')).toHaveTextContent(/^tags$/);
    button.focus();
    await userEvent.keyboard('{Enter}');
    const tags = screen.getByRole('menuitemcheckbox', { name: 'Tags' });
    expect(tags).toHaveAttribute('aria-checked', 'false');
    await userEvent.keyboard('{Enter}');
    await userEvent.click(tags);
    expect(tags).toHaveAttribute('aria-checked', 'true');
    await userEvent.keyboard('{Escape}');
    expect(screen.getByRole('status')).toHaveTextContent(/^node$/);
  });
});

describe('a filter box', () => {
  function Box() {
    const [value, setValue] = useState('');
    return (
      <>
        <FilterBox value={value} onChange={setValue} fields={['node', 'tag']} />
        <output>{value}</output>
      </>
    );
  }

  it('makes chips of fields, words of the rest, and takes them back', async () => {
    renderPiece(<Box />);
    await screen.findByRole('searchbox');
    await userEvent.keyboard('/');
    expect(screen.getByRole('searchbox')).toHaveFocus();
    await userEvent.keyboard('node:pve1 web{Enter}');
    expect(screen.getByRole('status')).toHaveTextContent('node:pve1 web');
    expect(screen.getByText('node:pve1')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove node:pve1' }),
    );
    expect(screen.getByRole('status')).toHaveTextContent(/^web$/);
  });

  it('reads values with colons and keeps unknown fields as words', () => {
    const tokens = parseFilter('tag:a:b foo:bar web', ['tag']);
    expect(tokens).toEqual({
      fields: [{ field: 'tag', value: 'a:b' }],
      words: 'foo:bar web',
    });
    expect(formatFilter(tokens)).toBe('tag:a:b foo:bar web');
  });
});
