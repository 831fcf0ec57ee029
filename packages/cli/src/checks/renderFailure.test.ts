import { renderFailure } from './renderFailure';

describe('renderFailure', () => {
  it('says a name alone where nothing else is known', () => {
    expect(renderFailure({ name: 'router roles: one' })).toBe(
      '  router roles: one',
    );
  });

  it('says why, without colours, empty lines and all but one place', () => {
    const why = [
      'Error: \u001b[31mexpect\u001b[39m(1)',
      '',
      'Expected: 2',
      '    at here (src/one.test.ts:20:3)',
      '    at async there (node_modules/jest/run.js:1:2)',
    ].join('\n');
    expect(renderFailure({ name: 'a test', why })).toBe(
      [
        '  a test',
        '      Error: expect(1)',
        '      Expected: 2',
        '          at here (src/one.test.ts:20:3)',
      ].join('\n'),
    );
  });

  it('says no more of it than people read', () => {
    const why = Array.from({ length: 40 }, () => 'x'.repeat(900)).join('\n');
    const lines = renderFailure({ name: 'a test', why }).split('\n');
    expect(lines).toHaveLength(13);
    expect(lines[1]).toBe(`      ${'x'.repeat(240)}...`);
  });
});
