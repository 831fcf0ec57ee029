import { gateFacts, wholeKernel } from '../../__testUtils__/gateFacts';
import { GateRouter } from './GateFacts';
import { kernelSights } from './kernelSights';

const { from, to } = gateFacts();
const sight = (kernel: GateRouter['kernel']) =>
  kernelSights([{ ...from, kernel }, to])[0];

describe('kernelSights', () => {
  it('has the kernel of whoever writes one, in numbers', () => {
    expect(kernelSights([from, to])).toEqual([
      {
        router: 'gw1',
        ...{ kernel: 10, wanted: 10, missing: 0, extra: 0, otherNextHop: 0 },
        moved: 0,
        empty: undefined,
      },
    ]);
  });

  it('takes nothing for equal that was not read, or not lately', () => {
    const whole = wholeKernel();
    const error = 'no such socket';
    expect(sight(undefined).empty).toMatch(/orion\.bgp\.routers\.gw1\.kernel/);
    expect(sight({ maxAgeMs: 1, error }).empty).toBe(
      'The kernel of gw1 is not read yet: no such socket',
    );
    expect(sight({ ...whole, ageMs: 91_000 }).empty).toMatch(/91 s ago/);
    const comparison = { ...whole.comparison!, kernel: 0, wanted: 0 };
    expect(sight({ ...whole, comparison }).empty).toMatch(/Neither/);
  });
});
