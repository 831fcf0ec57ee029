import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { useHeldOrder } from './useHeldOrder';

interface Row {
  id: string;
  value: number;
}

let show: (text: string) => void;

/** Rows as `id:value`, apart by spaces. */
const parse = (text: string): Row[] =>
  text
    .split(' ')
    .map(one => one.split(':'))
    .map(([id, value]) => ({ id, value: Number(value) }));

function List() {
  const [all, setAll] = useState(() => parse('a:1 b:2 c:3'));
  show = text => act(() => setAll(parse(text)));
  const { rows, holder } = useHeldOrder(all, ({ id }) => id);
  return (
    <>
      <div {...holder} data-testid="rows">
        {rows.map(({ id, value }) => (
          <button type="button" key={id}>{`${id}:${value}`}</button>
        ))}
      </div>
      <input aria-label="elsewhere" />
    </>
  );
}

const shown = () =>
  screen
    .getAllByRole('button')
    .map(({ textContent }) => textContent)
    .join(' ');
const rows = () => screen.getByTestId('rows');

describe('live rows', () => {
  beforeEach(() => {
    render(<List />);
  });

  it('are sorted anew while nobody is at them', () => {
    show('c:3 a:1 b:2');
    expect(shown()).toBe('c:3 a:1 b:2');
  });

  it('keep their places under the pointer, with new values, and are sorted when it left', () => {
    fireEvent.pointerEnter(rows());
    show('c:9 a:8 b:7');
    expect(shown()).toBe('a:8 b:7 c:9');
    fireEvent.pointerLeave(rows());
    expect(shown()).toBe('c:9 a:8 b:7');
  });

  it('go when they are gone, and come at the end and stay there', () => {
    fireEvent.pointerEnter(rows());
    show('new:0 c:3 a:1');
    expect(shown()).toBe('a:1 c:3 new:0');
    show('newer:0 new:0 b:2 c:3 a:1');
    expect(shown()).toBe('a:1 c:3 new:0 newer:0 b:2');
    fireEvent.pointerLeave(rows());
    expect(shown()).toBe('newer:0 new:0 b:2 c:3 a:1');
  });

  it('keep their places while the focus is among them, also from one to the next', async () => {
    await userEvent.tab();
    show('c:3 b:2 a:1');
    await userEvent.tab();
    expect(screen.getByText('b:2')).toHaveFocus();
    expect(shown()).toBe('a:1 b:2 c:3');
    act(() => screen.getByLabelText('elsewhere').focus());
    expect(shown()).toBe('c:3 b:2 a:1');
  });

  it('are held until both the pointer and the focus left', async () => {
    await userEvent.tab();
    fireEvent.pointerEnter(rows());
    show('c:3 b:2 a:1');
    act(() => screen.getByLabelText('elsewhere').focus());
    expect(shown()).toBe('a:1 b:2 c:3');
    fireEvent.pointerLeave(rows());
    expect(shown()).toBe('c:3 b:2 a:1');
  });

  it('are let go when the row with the focus is gone', async () => {
    await userEvent.tab();
    show('c:3 b:2');
    show('c:4 b:5');
    expect(shown()).toBe('c:4 b:5');
  });
});
