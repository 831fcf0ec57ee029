import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { FilterRow } from './FilterRow';

const filter = {
  value: '',
  onChange: () => {},
  fields: [],
  suggestions: [],
  label: 'Filter',
};

describe('FilterRow', () => {
  it('says how many the filter leaves, behind what is new', async () => {
    renderInTestApp(
      <FilterRow {...filter} shown="3 of 7" fresh={<button>2 new</button>}>
        <button>Columns</button>
      </FilterRow>,
    );
    const shown = await screen.findByText('3 of 7');
    expect(shown).toHaveAttribute('role', 'status');
    const row = shown.parentElement!.textContent;
    expect(row).toMatch(/2 new3 of 7Columns$/);
  });

  it('says nothing where nobody knows yet', async () => {
    renderInTestApp(<FilterRow {...filter} />);
    await screen.findByRole('combobox');
    expect(screen.queryByRole('status')).toBeNull();
  });
});
