import { guest, guestPage } from '../tests/fakes';
import { appendPage, mergeGuests, startView } from './mergeGuests';

const [a, b, c] = ['a', 'b', 'c'].map((name, index) =>
  guest({ name, vmid: 100 + index }),
);

describe('mergeGuests', () => {
  it('updates cells in place and keeps the order, whatever the server says now', () => {
    const view = startView(guestPage([a, b]));
    const merged = mergeGuests(
      view,
      guestPage([{ ...b, status: 'stopped' }, a]),
    );
    expect(merged.items.map(({ name, status }) => [name, status])).toEqual([
      ['a', 'running'],
      ['b', 'stopped'],
    ]);
    expect(merged.fresh).toBe(0);
  });

  it('holds new rows back and lets gone ones stay, both counted', () => {
    const merged = mergeGuests(startView(guestPage([a, b])), guestPage([a, c]));
    expect(merged.items).toEqual([a, b]);
    expect([...merged.gone]).toEqual(['r730/101']);
    expect(merged.fresh).toBe(1);
  });

  it('calls nothing gone that only left the first page', () => {
    const view = startView(guestPage([a, b], { nextCursor: 'x', total: 3 }));
    const merged = mergeGuests(
      view,
      guestPage([a, c], { nextCursor: 'y', total: 3 }),
    );
    expect(merged.gone.size).toBe(0);
    expect(merged.nextCursor).toBe('x');
  });

  it('appends a page without doubling rows', () => {
    const view = appendPage(
      startView(guestPage([a, b], { nextCursor: 'x' })),
      guestPage([b, c]),
    );
    expect(view.items).toEqual([a, b, c]);
    expect(view.nextCursor).toBeUndefined();
  });
});
