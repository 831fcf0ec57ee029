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
    expect(told(false, true)).toMatch(
      /^gw2 speaks by itself without ORION once gw1 is silent/,
    );
  });
});
