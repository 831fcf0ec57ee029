import { BirdClock } from '../BirdClock';
import { Reply } from '../Reply';
import { renderRpki } from './renderRpki';

/** As BIRD 2.0.12 printed it with a cache of two IPv4 ROAs and one for IPv6. */
const recorded = `
1006-  Cache server:     127.0.0.1
   Cache port:       28282
   Status:           Established
   Transport:        Unprotected over TCP
   Protocol version: 1
   Session ID:       53977
   Serial number:    0
   Last update:      before 4.000 s
   Refresh timer   : 3596.000/3600
   Retry timer     : ---
   Expire timer    : 7196.000/7200
   Channel roa4
     State:          UP
     Table:          roa4t
     Preference:     100
     Input filter:   ACCEPT
     Output filter:  REJECT
     Routes:         2 imported, 0 exported, 2 preferred
     Route change stats:     received   rejected   filtered    ignored   accepted
       Import updates:              2          0          0          0          2
       Import withdraws:            0          0        ---          0          0
       Export updates:              0          0          0        ---          0
       Export withdraws:            0        ---        ---        ---          0
   Channel roa6
     State:          UP
     Table:          roa6t
     Preference:     100
     Input filter:   ACCEPT
     Output filter:  REJECT
     Routes:         1 imported, 0 exported, 1 preferred
     Route change stats:     received   rejected   filtered    ignored   accepted
       Import updates:              1          0          0          0          1
       Import withdraws:            0          0        ---          0          0
       Export updates:              0          0          0        ---          0
       Export withdraws:            0        ---        ---        ---          0
`;

const validator = {
  name: 'validator1',
  type: 'RPKI' as const,
  disabled: false,
  since: 0,
  exports: 'none' as const,
  cache: {
    host: '127.0.0.1',
    port: 28282,
    sessionId: 53977,
    serial: 0,
    vrps: { ipv4: 2, ipv6: 1 },
  },
};
const clock = new BirdClock({ format: 'iso-long', now: () => 4000 });

it('prints a cache as BIRD does', () => {
  const reply = new Reply();
  renderRpki(reply, clock, validator);
  expect(reply.text).toBe(recorded.trimStart());
});

it('has no numbers of one that never answered', () => {
  const reply = new Reply();
  const cache = { ...validator.cache, away: 'never' as const };
  renderRpki(reply, clock, { ...validator, cache });
  expect(reply.text).toContain('Session ID:       ---');
  expect(reply.text).toContain('State:          DOWN');
  expect(reply.text).not.toContain('imported');
});

it('says nothing of one that is switched off, as BIRD does', () => {
  const reply = new Reply();
  renderRpki(reply, clock, { ...validator, disabled: true });
  expect(reply.text).toBe('');
});
