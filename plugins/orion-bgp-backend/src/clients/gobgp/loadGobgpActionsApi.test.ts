import { loadGobgpActionsApi, loadGobgpApi } from './loadGobgpApi';

describe.each([3, 4] as const)('the interface of GoBGP %s', generation => {
  it('has calls that write only where they are asked for', () => {
    const reading = Object.keys(loadGobgpApi(generation).methods);
    expect(reading.filter(name => /Peer$/.test(name))).toEqual(['ListPeer']);
    expect(Object.keys(loadGobgpActionsApi(generation).methods)).toEqual([
      'EnablePeer',
      'DisablePeer',
      'ResetPeer',
      'AddPath',
      'DeletePath',
    ]);
    expect(reading.filter(name => /Path$/.test(name))).toEqual(['ListPath']);
  });

  it('writes a direction as the generation numbers it', () => {
    const { requestSerialize } =
      loadGobgpActionsApi(generation).methods.ResetPeer;
    const bytes = requestSerialize({ soft: true, direction: 'DIRECTION_OUT' });
    expect([...bytes]).toEqual([24, 1, 32, generation === 3 ? 1 : 2]);
  });
});
