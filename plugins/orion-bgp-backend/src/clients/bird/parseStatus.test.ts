import { parseStatus } from './parseStatus';
import { fixture, linesOf } from './testing';

/** What its clock said. */
const now = Date.parse('2026-11-26T06:03:20Z') / 1000;

it('reads what BIRD 2.0.12 says about itself', () => {
  expect(parseStatus(linesOf(fixture('bird2-status')), now)).toEqual({
    version: '2.0.12',
    routerId: '10.0.10.1',
    hostname: 'gw1',
    startedAt: '2026-11-26T05:45:40.000Z',
    configuredAt: '2026-11-26T06:02:59.000Z',
    clock: { now, offset: 0, offsetAt: undefined, wrong: 0 },
    clockOff: false,
  });
});

it('dates nothing when the clock of the router is wrong', () => {
  expect(
    parseStatus(linesOf(fixture('bird2-status')), now + 400),
  ).toMatchObject({
    version: '2.0.12',
    startedAt: undefined,
    clockOff: true,
  });
});

it('understands Unix seconds and silence', () => {
  const lines = [
    { code: 1000, text: 'BIRD 3.3.2' },
    { code: 1011, text: 'Current server time is 1795672900' },
    { code: 1011, text: 'Last reboot on 1795670000' },
  ];
  expect(parseStatus(lines, 1_795_672_901)).toMatchObject({
    version: '3.3.2',
    startedAt: new Date(1_795_670_000_000).toISOString(),
    configuredAt: undefined,
    routerId: undefined,
    clockOff: false,
  });
  // Its clock is a minute behind.
  expect(parseStatus(lines, 1_795_672_960)).toMatchObject({
    startedAt: new Date(1_795_670_060_000).toISOString(),
    clock: { wrong: -60 },
  });
  expect(parseStatus([], now)).toMatchObject({ version: undefined });
});
