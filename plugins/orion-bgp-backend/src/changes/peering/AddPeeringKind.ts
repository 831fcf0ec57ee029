import { ConflictError, InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import {
  ChangeContext,
  ChangeOutcome,
  FinishStep,
} from '@orion/backstage-plugin-orion-changes-node';
import { PeeringRecord } from '../../clients/netbox/PeeringRecords';
import { canonicalAddress } from '../../routes/addresses';
import { liveName } from '../playbook/config/liveName';
import { findAnsible, Focus, PlaybookKind } from '../playbook/PlaybookKind';
import { PlaybookSight } from '../playbook/PlaybookSight';
import { findRouter, readNow, sessionEntityRef } from '../SessionTools';
import { AddPeeringInput, addPeeringSchema } from './peeringInput';
import { PeeringDeps, requireRecords } from './PeeringDeps';

type Input = AddPeeringInput & JsonObject;
type Ctx = ChangeContext<Input>;

/** A new peering: NetBox's record, the router's configuration, and the session up. */
export class AddPeeringKind extends PlaybookKind<Input> {
  protected declare readonly deps: PeeringDeps;

  constructor(deps: PeeringDeps) {
    super(deps, {
      id: 'bgp-peering.add',
      title: 'Add a BGP peering',
      description:
        'Records a new neighbor in NetBox, configures the router by Ansible and waits until the session is up.',
      destructive: false,
      inputSchema: addPeeringSchema,
    });
  }

  describe(input: Input) {
    const { router, name, asn } = input;
    return {
      title: `Add peering ${name} with AS${asn} on ${router}`,
      target: {
        system: `bgp:${router}`,
        ref: `bgp:${router}/${this.#liveName(input)}`,
        name,
      },
    };
  }

  async admit(input: Input, signal: AbortSignal): Promise<void> {
    const { router } = findAnsible(this.deps, input);
    const { driver } = router.endpoint;
    if (driver === 'gobgp' && input.role) {
      throw new InputError(
        `input.role: ${router.id} is a GoBGP, which knows no roles (RFC 9234)`,
      );
    }
    if (input.asn === router.asn) {
      throw new InputError(
        `input.asn: AS${input.asn} is our own; a neighbor has another one`,
      );
    }
    await requireRecords(this.deps).check(signal);
    const { sessions } = await readNow(router, signal);
    const neighbor = canonical(input.neighbor);
    // Of the roles GoBGP has the name as its description.
    const labelOf = ({ name, description }: SessionReading) =>
      driver === 'bird' ? name : description;
    const twin = sessions.find(
      session =>
        labelOf(session) === input.name || session.neighborAddress === neighbor,
    );
    if (twin) {
      throw new InputError(
        labelOf(twin) === input.name
          ? `input.name: ${router.id} has a session ${input.name} already`
          : `input.neighbor: ${
              router.id
            } has a session with ${neighbor} already, ${
              labelOf(twin) ?? 'of another hand'
            }`,
      );
    }
  }

  outcome(input: Input): ChangeOutcome {
    const { router, name } = input;
    const session = this.#liveName(input);
    return {
      entityRef: sessionEntityRef(this.deps, { router, session }),
      undo: {
        kind: 'bgp-peering.remove',
        title: `Remove peering ${name} from ${router}`,
        template: 'template:default/bgp-peering-remove',
        values: { router, name: session, reason: '', confirm: '' },
      },
    };
  }

  async reserve(ctx: Ctx): Promise<void> {
    const record = this.#record(ctx);
    await ctx.reserve({
      // The record is the reservation: a claim would outlive the peering.
      claims: [],
      intents: [
        {
          system: 'netbox',
          key: 'session',
          payload: { machine: record.machine, name: record.name },
        },
      ],
    });
    const id = await requireRecords(this.deps).plan(record, ctx.signal);
    await ctx.resolveIntent('netbox', 'session', { externalId: String(id) });
    await ctx.saveFacts({ recordId: id });
  }

  async release(ctx: Ctx): Promise<void> {
    const { name, changeId } = this.#record(ctx);
    await requireRecords(this.deps).release({ name, changeId }, ctx.signal);
    await ctx.releaseReservations();
  }

  finish({ change, facts, signal }: Ctx): FinishStep[] {
    return [
      {
        id: 'netbox-active',
        title: 'Tell NetBox that the session is active',
        run: () =>
          requireRecords(this.deps).activate(
            {
              id: Number(facts.recordId),
              changeId: String(change.id),
            },
            signal,
          ),
      },
    ];
  }

  protected variables({ facts }: Pick<Ctx, 'facts'>) {
    return { router_netbox_pending: [Number(facts.recordId)] };
  }

  protected focus(input: Input): Focus {
    return { session: this.#liveName(input), becomes: 'up' };
  }

  protected moreLines(
    input: Input,
    { sessions }: PlaybookSight,
    _reading: SessionReading[],
  ): PlanLine[] {
    const { router, name, asn, description, families } = input;
    const { driver } = findAnsible(this.deps, input).router.endpoint;
    const wanted = sessions.find(session => session.name === name);
    if (
      wanted?.asn !== asn ||
      wanted.neighbor !== canonical(input.neighbor) ||
      wanted.speaker !== driver
    ) {
      throw new ConflictError(
        `The playbook does not take session ${name} from NetBox: is router_peers_source of ${router} "netbox", and router_netbox_name its name there?`,
      );
    }
    const limits = families
      .map(one => `${one.family} up to ${one.routes} routes`)
      .join(', ');
    return [
      {
        action: 'add',
        address: `session.${router}/${this.#liveName(input)}`,
        title: `session ${name} with AS${asn} on ${router}`,
        detail: `${description}: ${input.local} to ${input.neighbor}, ${limits}`,
        attributes: [],
      },
      {
        action: 'add',
        address: `netbox.session.${name}`,
        title: `BGP session ${name} in NetBox: planned, active once it is up`,
        attributes: [],
      },
    ];
  }

  #liveName({ router: id, name, neighbor }: Input): string {
    const { endpoint } = findRouter(this.deps, { router: id });
    return liveName(endpoint.driver, { name, neighbor });
  }

  #record({ change }: Pick<Ctx, 'change'>): PeeringRecord {
    const { input, id } = change;
    const { router } = findAnsible(this.deps, input);
    const { driver } = router.endpoint;
    const { name, description, asn, families, ...more } = input;
    const { role, gtsm, multihop, authentication } = more;
    return {
      changeId: String(id),
      machine: router.netboxName,
      name,
      description,
      localAs: router.asn,
      remoteAs: asn,
      local: canonical(input.local),
      remote: canonical(input.neighbor),
      options: withoutUndefined({
        speaker: driver,
        role,
        gtsm,
        multihop,
        authentication,
        families: families.map(({ family, routes, announce, nextHop }) =>
          withoutUndefined({
            family,
            import: 'transit',
            export: announce ? 'own' : 'none',
            next_hop: nextHop,
            // GoBGP knows one action, and stays down.
            limit: {
              routes,
              action: driver === 'bird' ? 'restart' : 'disable',
            },
          }),
        ),
      }),
    };
  }
}

/** As NetBox and the daemons write it. */
function canonical(address: string): string {
  return canonicalAddress(address)!;
}

function withoutUndefined(given: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
}
