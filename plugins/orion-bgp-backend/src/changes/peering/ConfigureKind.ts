import { JsonObject } from '@backstage/types';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import {
  ChangeContext,
  ChangeOutcome,
  FinishStep,
} from '@orion/backstage-plugin-orion-changes-node';
import { liveName } from '../playbook/config/liveName';
import { findWanted } from '../playbook/findWanted';
import {
  findAnsible,
  PlaybookDeps,
  PlaybookKind,
} from '../playbook/PlaybookKind';
import { PlaybookSight } from '../playbook/PlaybookSight';
import { assertOtherWay, findRouter } from '../SessionTools';
import { ConfigureInput, configureSchema } from './peeringInput';

type Input = ConfigureInput & JsonObject;
type Ctx = ChangeContext<Input>;

/** Brings a router to what inventory and NetBox say. */
export class ConfigureKind extends PlaybookKind<Input> {
  constructor(deps: PlaybookDeps) {
    super(deps, {
      id: 'bgp-router.configure',
      title: 'Configure a router',
      description:
        'Brings the sessions and filters of a router to what the inventory and NetBox say, by Ansible.',
      destructive: true,
      inputSchema: configureSchema,
    });
  }

  describe({ router }: Input) {
    return {
      title: `Configure ${router}`,
      target: { system: `bgp:${router}`, ref: `bgp:${router}`, name: router },
    };
  }

  async admit(input: Input): Promise<void> {
    const { router } = findAnsible(this.deps, input);
    assertOtherWay(router, input);
  }

  outcome(): ChangeOutcome {
    return {};
  }

  finish(): FinishStep[] {
    return [];
  }

  /** The run takes what inventory and NetBox say, and nothing of its own. */
  protected variables(_ctx: Pick<Ctx, 'facts'>) {
    return {};
  }

  protected focus(): undefined {
    return undefined;
  }

  protected moreLines(
    { router: id }: Input,
    { sessions }: PlaybookSight,
    reading: SessionReading[],
  ): PlanLine[] {
    const router = findRouter(this.deps, { router: id });
    return sessions
      .filter(
        wanted =>
          wanted.speaker === router.endpoint.driver &&
          !reading.some(session => findWanted(router, [wanted], session)),
      )
      .map(wanted => ({
        action: 'add',
        address: `session.${id}/${liveName(wanted.speaker, wanted)}`,
        title: `session ${wanted.name} with AS${wanted.asn} on ${id}`,
        detail: `to ${wanted.neighbor}`,
        attributes: [],
      }));
  }
}
