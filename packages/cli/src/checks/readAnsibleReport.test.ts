import { readAnsibleReport } from './readAnsibleReport';

const lines = (...words: string[]) => `${words.join('\n')}\n`;

describe('readAnsibleReport', () => {
  const partly = lines(
    'ok gw1: bird -p, without a warning',
    '# not run: gw1: nft -c, which wants root and nft',
    '# not run: packets through the filters, which want root, ip, nft and namespaces',
    '# not installed: nginx',
    '1 passed, 0 failed',
  );

  it('counts the checks of a run that left nothing out', () => {
    const output = lines('ok one', 'ok two', '2 passed, 0 failed');

    expect(readAnsibleReport(output, 0, true)).toEqual({
      passed: 2,
      failed: 0,
      failures: [],
      skipped: [],
      details: undefined,
    });
  });

  it('names whatever did not run', () => {
    expect(readAnsibleReport(partly, 0, false)).toEqual({
      passed: 1,
      failed: 0,
      failures: [],
      skipped: [
        'router roles: no nginx',
        'router roles: not run: gw1: nft -c, which wants root and nft',
        'router roles: not run: packets through the filters, which want root, ip, nft and namespaces',
      ],
      details: partly,
    });
  });

  it('fails for it where peers are required', () => {
    expect(readAnsibleReport(partly, 0, true)).toMatchObject({
      passed: 1,
      failed: 3,
      skipped: [],
      details: partly,
    });
  });

  it('names what failed, and adds what is missing to it', () => {
    const output = lines(
      'ok one',
      'not ok two: why',
      '# not run: three',
      'failed: not ok two: why',
      '1 passed, 1 failed',
    );

    expect(readAnsibleReport(output, 1, true)).toEqual({
      passed: 1,
      failed: 2,
      failures: [{ name: 'router roles: two: why' }],
      skipped: [],
      details: output,
    });
  });

  it.each(['', 'ok one\n', 'check-ansible: no ansible-playbook\n'])(
    'fails where the script broke off after %j',
    output => {
      expect(readAnsibleReport(output, 1, false)).toMatchObject({
        passed: 0,
        failed: 1,
      });
    },
  );

  it('fails where it ended well without saying how many passed', () => {
    const output = lines('ok one', 'ok two');

    expect(readAnsibleReport(output, 0, false)).toEqual({
      passed: 0,
      failed: 1,
      failures: [],
      skipped: [],
      details: output,
    });
  });

  it('takes no line for one of these that only has its words in it', () => {
    const output = lines('ok says # not run: nothing', '1 passed, 0 failed');

    expect(readAnsibleReport(output, 0, true)).toMatchObject({
      failed: 0,
      skipped: [],
    });
  });
});
