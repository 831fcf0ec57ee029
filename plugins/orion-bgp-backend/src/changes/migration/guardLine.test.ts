import { guardLine } from './guardLine';

const told = (old: boolean, young: boolean) => {
  const { title, detail } = guardLine(
    { router: 'gw1', holds: old },
    { router: 'gw2', holds: young },
  );
  return `${title}: ${detail}`;
};

describe('guardLine', () => {
  it('says who undoes it when nobody of ORION is left', () => {
    expect(told(true, true)).toMatch(/gw2 falls silent first, gw1 speaks/);
    expect(told(true, false)).toMatch(/gw2 cannot be silenced by itself/);
    expect(told(false, false)).toMatch(/^only the machine of ORION undoes it/);
    // Silencing alone would leave nobody.
    expect(told(false, true)).toBe(told(false, false));
  });
});
