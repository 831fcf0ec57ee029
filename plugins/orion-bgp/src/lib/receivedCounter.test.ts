import { FamilyCounters } from '@orion/backstage-plugin-orion-bgp-common';
import { receivedCounter } from './receivedCounter';

const of = (counters: FamilyCounters) =>
  receivedCounter({ family: 'ipv6-unicast', up: true, counters });
const accepted = { value: 5, definition: 'bird.imported' as const };

describe('receivedCounter', () => {
  it('is what came in where that is counted', () => {
    const received = { value: 7, definition: 'bird.kept' as const };
    expect(of({ received, accepted })).toEqual({
      step: 'received',
      counter: received,
    });
  });

  it('never passes off what was let in as what came in', () => {
    const received = { definition: 'bird.kept' as const };
    expect(of({ received, accepted })).toEqual({
      step: 'accepted',
      counter: accepted,
    });
  });

  it('keeps why it is not known, and is nothing without counters', () => {
    const received = { definition: 'gobgp.received' as const };
    expect(of({ received })).toEqual({ step: 'received', counter: received });
    expect(of({})).toBeUndefined();
    expect(receivedCounter(undefined)).toBeUndefined();
  });
});
