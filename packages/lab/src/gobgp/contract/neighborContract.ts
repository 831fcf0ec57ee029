/* Part of a contract that is put to real daemons too. */
/* eslint-disable jest/no-export */
import { status } from '@grpc/grpc-js';
import { GobgpApiVersion, loadGobgpService } from '../loadGobgpService';
import { ContractCalls, failure, until } from './ContractCalls';
import { adjIn, global, ipv4, ipv6, neighbor } from './requests';

/** Neighbors, and what can be done with them. */
export function neighborContract(calls: ContractCalls): void {
  describe('neighbors', () => {
    it('come with states, timers, families and counts', async () => {
      expect(await calls.peer()).toMatchObject({
        conf: { neighbor_address: neighbor, peer_asn: 6939 },
        state: {
          neighbor_address: neighbor,
          peer_asn: 6939,
          session_state: 'SESSION_STATE_ESTABLISHED',
          router_id: expect.stringMatching(/^\d/),
        },
        timers: {
          config: { hold_time: 90, keepalive_interval: 30 },
          state: {
            negotiated_hold_time: 90,
            uptime: { seconds: expect.any(Number) },
          },
        },
        transport: { local_address: expect.any(String) },
        afi_safis: [
          {
            config: { family: ipv4, enabled: true },
            state: { family: ipv4, received: 2, accepted: 2 },
            prefix_limits: { max_prefixes: 100 },
          },
          { state: { family: ipv6, received: 1, accepted: 1 } },
        ],
      });
    });

    it('say what they can in the form of the generation', async () => {
      const { state } = await calls.peer();
      const forms: Record<GobgpApiVersion, object[]> = {
        3: [
          {
            type_url: 'type.googleapis.com/apipb.FourOctetASNCapability',
            value: loadGobgpService(3).pack('FourOctetASNCapability', {
              asn: 6939,
            }),
          },
          {
            type_url: 'type.googleapis.com/apipb.MultiProtocolCapability',
            value: loadGobgpService(3).pack('MultiProtocolCapability', {
              family: ipv6,
            }),
          },
        ],
        4: [
          { four_octet_asn: { asn: 6939 } },
          { multi_protocol: { family: ipv6 } },
        ],
      };
      expect(state.remote_cap).toEqual(
        expect.arrayContaining(forms[calls.api]),
      );
      expect(state.local_cap.length).toBeGreaterThan(3);
    });

    it('are none at an unknown address', async () => {
      expect(
        await calls.caller.list('ListPeer', { address: '192.0.2.77' }),
      ).toEqual([]);
    });
  });

  describe('actions on a neighbor', () => {
    it('refuse one that is unknown', async () => {
      const address = '192.0.2.77';
      for (const method of ['EnablePeer', 'DisablePeer', 'ResetPeer']) {
        expect(await failure(calls.caller.call(method, { address }))).toEqual({
          code: status.UNKNOWN,
          details: `neighbor that has ${address} doesn't exist`,
        });
      }
    });

    it('read and send routes anew', async () => {
      const request = { address: neighbor, soft: true };
      const both = { ...request, direction: 'DIRECTION_BOTH' };
      expect(await calls.caller.call('ResetPeer', both)).toEqual({});
      expect(await failure(calls.caller.call('ResetPeer', request))).toEqual(
        calls.api === 3
          ? undefined
          : { code: status.INVALID_ARGUMENT, details: 'unknown direction' },
      );
      expect((await calls.peer()).state.session_state).toBe(
        'SESSION_STATE_ESTABLISHED',
      );
    });

    it('end it beyond its limit, until it is switched on', async () => {
      await calls.given().setBeyondLimit(true);
      await until(
        async () =>
          (await calls.peer()).state.admin_state === 'ADMIN_STATE_PFX_CT',
      );
      await until(
        async () =>
          (await calls.peer()).state.session_state === 'SESSION_STATE_IDLE',
      );
      expect(await calls.list({ ...global, family: ipv6 })).toEqual([]);
      await calls.given().setBeyondLimit(false);
      expect((await calls.peer()).state.admin_state).toBe('ADMIN_STATE_PFX_CT');
      await calls.caller.call('EnablePeer', { address: neighbor });
      await until(
        async () =>
          (await calls.peer()).state.session_state ===
          'SESSION_STATE_ESTABLISHED',
      );
      // Version 3 leaves out what is 0.
      expect([undefined, 'ADMIN_STATE_UP']).toContain(
        (await calls.peer()).state.admin_state,
      );
      await until(
        async () =>
          (await calls.list({ ...global, family: ipv6 })).length === 1,
      );
    });

    it('switch it off and on, twice without harm', async () => {
      const states: string[] = [];
      const feed = calls.caller.watch('WatchEvent', { peer: {} }, event => {
        if (event.peer?.type === 'TYPE_STATE') {
          states.push(event.peer.peer.state.session_state);
        }
      });
      const request = { address: neighbor, communication: 'CHG-42' };
      expect(await calls.caller.call('DisablePeer', request)).toEqual({});
      await until(
        async () =>
          (await calls.peer()).state.admin_state === 'ADMIN_STATE_DOWN',
      );
      await until(() => states.includes('SESSION_STATE_IDLE'));
      expect(await calls.caller.call('DisablePeer', request)).toEqual({});
      expect(await calls.peer()).toMatchObject({
        state: { session_state: 'SESSION_STATE_IDLE' },
      });
      expect(await calls.list({ ...global, family: ipv4 })).toEqual([]);
      expect(await calls.list({ ...adjIn, family: ipv4 })).toEqual([]);
      expect(
        await calls.caller.call('EnablePeer', { address: neighbor }),
      ).toEqual({});
      expect(
        await calls.caller.call('EnablePeer', { address: neighbor }),
      ).toEqual({});
      await until(
        async () =>
          (await calls.peer()).state.session_state ===
          'SESSION_STATE_ESTABLISHED',
      );
      await until(
        async () =>
          (await calls.list({ ...global, family: ipv4 })).length === 2,
      );
      await until(() => states.includes('SESSION_STATE_ESTABLISHED'));
      expect(states).toContain('SESSION_STATE_OPENCONFIRM');
      feed.cancel();
    });
  });
}
