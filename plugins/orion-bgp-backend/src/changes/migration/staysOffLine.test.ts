import { staysOffLine } from './staysOffLine';

it('says which sessions nobody switches on again', () => {
  const told = (sessions: string[]) =>
    staysOffLine({ from: 'gw1', to: 'gw2' }, sessions);
  expect(told(['he'])).toMatchObject({
    title: 'he on gw2 is switched off and stays so',
    detail: expect.stringMatching(/: gw1 may speak then, unless/),
  });
  expect(told(['he', 'ix']).title).toBe(
    'he, ix on gw2 are switched off and stay so',
  );
});
