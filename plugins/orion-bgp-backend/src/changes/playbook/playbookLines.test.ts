import { AnsibleResult } from '@orion/engines/ansible';
import { playbookLines } from './playbookLines';

const result = (more: Partial<AnsibleResult>): AnsibleResult => ({
  event: 'result',
  host: 'gw1',
  task: 'bird2 : What BIRD would run',
  status: 'changed',
  ignored: false,
  hidden: false,
  message: '',
  diff: [],
  stdout: '',
  ...more,
});

const file = (before: string, after: string, path = '/etc/bird/bird.conf') =>
  result({ diff: [{ path, before, after, cut: false }] });

describe('playbookLines', () => {
  it('has a line for a file, with each place that changes', () => {
    const before = 'a\nb\nc\nd\ne\nf\n';
    const after = 'a\nB\nB2\nc\nd\ne\n';
    expect(playbookLines('gw1', [file(before, after)])).toEqual([
      {
        action: 'change',
        address: 'file.gw1./etc/bird/bird.conf',
        title: 'bird.conf on gw1: 2 lines more, 2 lines less',
        detail: undefined,
        attributes: [
          { path: 'line 2', before: 'b', after: 'B\nB2' },
          { path: 'line 7', before: 'f', after: undefined },
        ],
      },
    ]);
  });

  it('says that a file is new, and goes by the task where Ansible names none', () => {
    const [line] = playbookLines('gw1', [file('', 'x\n', '')]);
    expect(line).toMatchObject({
      action: 'add',
      title: 'What BIRD would run: 1 lines more, 0 lines less',
    });
  });

  it('says why a difference is not shown', () => {
    const lines = playbookLines('gw1', [
      result({ hidden: true }),
      result({ task: 'Restart' }),
    ]);
    expect(lines.map(({ title, detail }) => [title, detail])).toEqual([
      ['What BIRD would run', 'its content has passwords and is not shown'],
      ['Restart', 'without a difference to show'],
    ]);
  });

  it('shows so many places and no more', () => {
    const rows = (sign: string) =>
      Array.from({ length: 200 }, (_, index) =>
        index % 2 ? `same ${index}` : `${sign} ${index}`,
      ).join('\n');
    const [line] = playbookLines('gw1', [file(rows('old'), rows('new'))]);
    expect(line.attributes).toHaveLength(40);
    expect(line.detail).toBe('60 more places are not shown');
  });
});
