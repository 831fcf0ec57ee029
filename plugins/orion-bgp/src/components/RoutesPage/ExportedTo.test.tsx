import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { rejected, route, table } from '../../tests/fakes';
import { ExportedTo } from './ExportedTo';

async function told(one = route(), of?: Partial<TableState>) {
  renderInTestApp(
    <div data-testid="told">
      <ExportedTo route={one} table={of && table(of)} />
    </div>,
  );
  return (await screen.findByTestId('told')).textContent;
}
const alone = route({ exportedTo: [] });

describe('ExportedTo', () => {
  it('says nobody where everybody was read', async () => {
    expect(await told(alone, {})).toBe('nobody');
  });

  it('names those it goes out to', async () => {
    expect(await told(route({ exportedTo: ['a', 'b'] }), {})).toBe('a, b');
  });

  it.each<[Partial<TableState>, string]>([
    [{ withoutExports: true }, '– gw1 is not asked what it sends to'],
    [{ unreadExports: ['ix'] }, '– not known whether to ix: what goes out'],
    [{ longExports: ['rs'] }, '– what goes out to rs is as old as the table'],
    [
      { unreadExports: ['ix'], longExports: ['rs'] },
      '– not known whether to ix: what goes out there could not be read; what goes out to rs',
    ],
  ])('never says nobody of %j', async (of, text) => {
    expect(await told(alone, of)).toContain(text);
  });

  it('says of those that were not read beside those that were', async () => {
    const one = route({ exportedTo: ['shadow'] });
    const of = { unreadExports: ['ix', 'shadow'] };
    expect(await told(one, of)).toMatch(/^shadow not known whether to ix:/);
  });

  it('knows of what was refused that it goes out to nobody', async () => {
    expect(await told(rejected(), { withoutExports: true })).toBe('nobody');
  });
});
