import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import {
  ChangeContext,
  ChangeOutcome,
  FinishStep,
} from '@orion/backstage-plugin-orion-changes-node';
import { PEERING_FIELD } from '../../clients/netbox/PeeringRecords';
import { canonicalAddress } from '../../routes/addresses';
import { PlaybookSight } from '../playbook/PlaybookSight';
import { findAnsible, Focus, PlaybookKind } from '../playbook/PlaybookKind';
import { assertOtherWay } from '../SessionTools';
import { RemovePeeringInput, removePeeringSchema } from './peeringInput';
import { PeeringDeps, requireRecords } from './PeeringDeps';

type Input = RemovePeeringInput & JsonObject;
type Ctx = ChangeContext<Input>;

/** A peering that NetBox records goes: from the router first, then the record. */
export class RemovePeeringKind extends PlaybookKind<Input> {
  protected declare readonly deps: PeeringDeps;

  constructor(deps: PeeringDeps) {
    super(deps, {
      id: 'bgp-peering.remove',
      title: 'Remove a BGP peering',
      description:
        'Takes a neighbor out of the router’s configuration and out of NetBox, unless the last path goes over it.',
      destructive: true,
      inputSchema: removePeeringSchema,
    });
  }

  describe({ router, name }: Input) {
    return {
      title: `Remove peering ${name} from ${router}`,
      target: {
        system: `bgp:${router}`,
        ref: `bgp:${router}/${canonicalAddress(name) ?? name}`,
        name,
      },
    };
  }

  async admit(input: Input, signal: AbortSignal): Promise<void> {
    const { router } = findAnsible(this.deps, input);
    if (input.confirm !== input.name) {
      throw new InputError(
        `input.confirm: "${input.confirm}" is not the session, ${input.name}`,
      );
    }
    const { driver } = router.endpoint;
    if ((driver === 'gobgp') !== (canonicalAddress(input.name) !== undefined)) {
      throw new InputError(
        driver === 'gobgp'
          ? `input.name: "${input.name}" is no address, and GoBGP's sessions go by that of the neighbor`
          : `input.name: "${input.name}" is an address, and BIRD's sessions go by their names`,
      );
    }
    assertOtherWay(router, input);
    await this.#find(input, signal);
  }

  outcome(): ChangeOutcome {
    return {};
  }

  async reserve(ctx: Ctx): Promise<void> {
    const { id } = await this.#find(ctx.change.input, ctx.signal);
    await ctx.saveFacts({ recordId: id });
  }

  finish({ change, facts, signal }: Ctx): FinishStep[] {
    return [
      {
        id: 'netbox-gone',
        title: 'Delete the record in NetBox',
        run: () =>
          requireRecords(this.deps).remove(
            Number(facts.recordId),
            String(change.id),
            signal,
          ),
      },
    ];
  }

  protected variables({ facts }: Pick<Ctx, 'facts'>) {
    return { router_netbox_leaving: [Number(facts.recordId)] };
  }

  protected focus({ name }: Input): Focus {
    return { session: canonicalAddress(name) ?? name, becomes: 'gone' };
  }

  protected moreLines(
    input: Input,
    _sight: PlaybookSight,
    reading: SessionReading[],
  ): PlanLine[] {
    const { session } = this.focus(input);
    // GoBGP has the record's name as its description.
    const live = reading.find(({ name }) => name === session);
    const name =
      canonicalAddress(session) === undefined
        ? session
        : live?.description ?? `with ${session}`;
    return [
      {
        action: 'destroy',
        address: `netbox.session.${session}`,
        title: `BGP session ${name} in NetBox`,
        attributes: [],
      },
    ];
  }

  async #find({ router: id, name }: Input, signal: AbortSignal) {
    const { router } = findAnsible(this.deps, { router: id });
    const neighbor = canonicalAddress(name);
    const found = await requireRecords(this.deps).find(
      router.netboxName,
      neighbor === undefined ? { name } : { neighbor },
      signal,
    );
    if (!found?.configures) {
      throw new InputError(
        `input.name: NetBox has no BGP session ${
          neighbor === undefined ? name : `with ${neighbor}`
        } of ${
          router.netboxName
        } with the field ${PEERING_FIELD}; one that the inventory configures is removed there`,
      );
    }
    return found;
  }
}
