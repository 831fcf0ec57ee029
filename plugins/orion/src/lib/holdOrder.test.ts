import { ChangeSummary } from '@orion/backstage-plugin-orion-changes-common';
import { holdOrder } from './holdOrder';

const rows = (...ids: number[]) => ids.map(id => ({ id } as ChangeSummary));
const ids = (items: ChangeSummary[]) => items.map(({ id }) => id);

describe('holdOrder', () => {
  it('leaves a first answer as it came', () => {
    expect(ids(holdOrder([], rows(3, 1, 2)))).toEqual([3, 1, 2]);
  });

  it('puts what is new below what stands', () => {
    expect(ids(holdOrder([2, 1], rows(4, 3, 2, 1)))).toEqual([2, 1, 4, 3]);
  });

  it('closes the gap of what has ended', () => {
    expect(ids(holdOrder([3, 2, 1], rows(3, 1)))).toEqual([3, 1]);
  });
});
