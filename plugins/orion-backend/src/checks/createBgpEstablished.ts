import {
  isSwitchedOff,
  Router,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { BgpReader } from './BgpReader';
import { Check, Finding } from './Check';

/** Share of a prefix limit from which people are warned. */
const WARN_SHARE = 0.8;
const MAX_NAMED = 5;

/** 2: every session that nobody switched off is established, on every router. */
export function createBgpEstablished(deps: { bgp: BgpReader }): Check {
  return {
    id: 'bgp-established',
    title: 'BGP sessions established',
    async run(signal) {
      const found = await deps.bgp.findAll(signal);
      if (!found) {
        return {
          state: 'not-connected',
          summary: 'No router is connected.',
          nextStep:
            'Install and configure the BGP domain (orion-bgp), then this check answers.',
        };
      }
      const { routers, sessions } = found;
      if (routers.items.length === 0) {
        return {
          state: 'not-connected',
          summary: 'No router is connected.',
          nextStep: routers.note,
        };
      }
      const silent = routers.items.filter(({ freshness }) => freshness.stale);
      const silentIds = new Set(silent.map(({ id }) => id));
      const known = judge(
        sessions.items.filter(
          session =>
            !session.gone &&
            !isSwitchedOff(session) &&
            !silentIds.has(session.router),
        ),
      );
      if (silent.length === 0) {
        return known;
      }
      return join(known, tellSilence(silent));
    },
  };
}

/** What the routers that answer have, beside those that are silent. */
function join(known: Finding, silence: Finding): Finding {
  switch (known.state) {
    case 'failed':
      // What is known to be down stays down while another router is silent.
      return { ...known, summary: `${known.summary} ${silence.summary}` };
    case 'warning':
      // That there is no session nobody can say while a router is silent.
      return known.value?.total
        ? {
            ...silence,
            summary: `${silence.summary} Of the routers that answer: ${known.summary}`,
            nextStep: `${silence.nextStep} ${known.nextStep}`,
          }
        : silence;
    default:
      return silence;
  }
}

function tellSilence(silent: Router[]): Finding {
  const named = silent.slice(0, MAX_NAMED).map(({ freshness, title }) => {
    const { fetchedAt, error } = freshness;
    const since = fetchedAt
      ? `has not answered since ${fetchedAt}`
      : 'has never answered';
    return `${title} ${since}, so nobody knows.${error ? ` ${error}` : ''}`;
  });
  const more = silent.length - named.length;
  return {
    state: 'unknown',
    summary: [
      ...named,
      ...(more > 0 ? [`Nor do ${more} more routers answer.`] : []),
    ].join(' '),
    nextStep:
      silent.length === 1
        ? 'Check that its daemon runs and may be asked: ./orion doctor.'
        : 'Check that their daemons run and may be asked: ./orion doctor.',
  };
}

function judge(sessions: Session[]): Finding {
  const down = sessions.filter(({ state }) => state !== 'established');
  const value = { good: sessions.length - down.length, total: sessions.length };
  if (sessions.length === 0) {
    return {
      state: 'warning',
      summary: 'No router has a BGP session that is switched on.',
      nextStep: 'Configure a neighbor, or enable one.',
      value,
    };
  }
  if (down.length > 0) {
    const names = nameFew(down.map(describe));
    return {
      state: 'failed',
      summary: `${down.length} of ${sessions.length} BGP sessions down: ${names}.`,
      nextStep: 'Open the session under BGP: it says since when and why.',
      value,
    };
  }
  return (
    findSilent(sessions, value) ??
    findTight(sessions, value) ??
    allUp(sessions, value)
  );
}

/** A session that is up with one family alone carries nothing of the other. */
function findSilent(
  sessions: Session[],
  value: Finding['value'],
): Finding | undefined {
  const silent = sessions.flatMap(({ families, ...session }) =>
    families
      .filter(({ up }) => !up)
      .map(
        ({ family }) =>
          `AS${session.neighborAs} ${session.name} on ${session.router} (${family})`,
      ),
  );
  if (silent.length === 0) {
    return undefined;
  }
  return {
    state: 'warning',
    summary: `All ${
      sessions.length
    } established, but not every family is exchanged: ${nameFew(silent)}.`,
    nextStep:
      'Open the session under BGP: its capabilities say what both sides offered.',
    value,
  };
}

function nameFew(names: string[]): string {
  const more =
    names.length > MAX_NAMED ? `; and ${names.length - MAX_NAMED} more` : '';
  return `${names.slice(0, MAX_NAMED).join('; ')}${more}`;
}

function describe({ name, router, neighborAs, lastError }: Session): string {
  const why = lastError ? ` (${lastError})` : '';
  return `AS${neighborAs} ${name} on ${router}${why}`;
}

function findTight(
  sessions: Session[],
  value: Finding['value'],
): Finding | undefined {
  for (const session of sessions) {
    for (const { family, importLimit } of session.families) {
      const share = (importLimit?.used ?? 0) / (importLimit?.limit || Infinity);
      if (share >= WARN_SHARE) {
        return {
          state: 'warning',
          summary: `All ${sessions.length} established, but AS${
            session.neighborAs
          } ${session.name} has ${Math.floor(
            share * 100,
          )} % of its prefix limit (${family}).`,
          nextStep: 'Raise the limit before the daemon acts on it.',
          value,
        };
      }
    }
  }
  return undefined;
}

function allUp(sessions: Session[], value: Finding['value']): Finding {
  return {
    state: 'ok',
    summary:
      sessions.length === 1
        ? 'The one BGP session is established.'
        : `All ${sessions.length} BGP sessions are established.`,
    value,
  };
}
