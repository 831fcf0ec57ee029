import { unexplainedFilter } from './packetFilter';

const before = `table inet router {
  set own_ipv6 {
    elements = { 2001:db8:1::/48, 2001:db8:2::/48 }
  }
  chain from_peers {
    # he_v6: a word
    ip6 saddr 2001:db8:f::1 ip6 hoplimit != 255 counter drop
    ip6 saddr 2001:db8:f::1 ip6 daddr 2001:db8:f::2 accept
    counter drop
  }
  chain input {
    ip saddr 10.0.10.0/24 tcp dport 22 accept
    limit rate 5/second log
  }
}
`;
const find = (after: string) =>
  unexplainedFilter({ before, after, runs: '1', shall: '2' });

describe('unexplainedFilter', () => {
  it('lets neighbors and own prefixes come and go', () => {
    expect(find(before)).toEqual([]);
    expect(
      find(
        before
          .replace('2001:db8:1::/48, ', '')
          .replace('# he_v6: a word', '# another')
          .replace(
            '    counter drop\n',
            '    ip saddr 192.0.2.1 ip daddr 192.0.2.2 accept\n    counter drop\n',
          ),
      ),
    ).toEqual([]);
  });

  it('lets a part of an own prefix stand beside it', () => {
    expect(
      find(
        before
          .replace('    elements', '    auto-merge\n    elements')
          .replace('2001:db8:2::/48', '2001:db8:2::/48, 2001:db8:2::/49'),
      ),
    ).toEqual([]);
  });

  it('names every other line, and their order', () => {
    expect(find(before.replace('10.0.10.0/24', '10.0.11.0/24'))).toEqual([
      '- ip saddr 10.0.10.0/24 tcp dport 22 accept',
      '+ ip saddr 10.0.11.0/24 tcp dport 22 accept',
    ]);
    expect(
      find(
        before.replace(
          '    ip saddr 10.0.10.0/24 tcp dport 22 accept\n    limit rate 5/second log\n',
          '    limit rate 5/second log\n    ip saddr 10.0.10.0/24 tcp dport 22 accept\n',
        ),
      ),
    ).toEqual(['the order of its lines']);
  });
});
