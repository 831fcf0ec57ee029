import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Session,
  SessionDetail,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Fact, FactList, Unknown } from '@orion/backstage-plugin-orion-react';
import { useAsNames } from '../../hooks/useAsNames';
import { daemonName } from '../../lib/daemonName';
import { familyName } from '../../lib/familyName';
import { saysLimit } from '../../lib/limitStop';
import { orionBgpTranslationRef } from '../../translation';
import { LtrText } from '../LtrText/LtrText';

/** Addresses, timers, roles and what each family is configured with. */
export function SessionFacts({ session }: { session: SessionDetail }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { neighborAddress, localAddress, neighborAs, localAs, timers } =
    session;
  const { nameOf } = useAsNames([neighborAs]);
  const { role, bfd, lastError, families, type } = session;
  const { connectRetry } = timers;
  const isTried =
    session.state !== 'established' && session.adminState === 'up';
  return (
    <FactList>
      <Fact term={t('fact.neighbor')}>
        <LtrText text={neighborAddress} />
      </Fact>
      <Fact term={t('fact.local')}>
        <LtrText text={localAddress} />
      </Fact>
      <Fact term={t('fact.asns')}>
        <bdi dir="ltr">
          {localAs ?? '–'}, {neighborAs}
        </bdi>{' '}
        ({t(`fact.${type}`)}) <bdi>{nameOf(neighborAs)}</bdi>
      </Fact>
      <Fact term={t('fact.routerId')}>
        <LtrText text={session.neighborId} />
      </Fact>
      <Fact term={t('fact.timers')}>
        {timers.hold === undefined ? (
          <Unknown />
        ) : (
          t('fact.seconds', {
            hold: String(timers.hold),
            keepalive: String(timers.keepalive ?? '–'),
          })
        )}
      </Fact>
      {isTried && connectRetry !== undefined && (
        <Fact term={t('fact.connectRetry')}>
          {t('fact.after', { n: String(connectRetry) })}
        </Fact>
      )}
      <Fact term={t('session.lastError')}>
        {lastError ? <bdi>{lastError}</bdi> : <NoError session={session} />}
      </Fact>
      {role && (
        <Fact term={t('fact.role')}>
          {role.local ?? '–'}, {role.remote ?? '–'}
        </Fact>
      )}
      {bfd && <Fact term={t('fact.bfd')}>{bfd}</Fact>}
      {families.map(family => (
        <FamilyFacts
          key={family.family}
          family={family}
          name={families.length > 1 ? ` ${familyName(family.family)}` : ''}
        />
      ))}
    </FactList>
  );
}

/** One that never tells is not one that knows of none. */
function NoError({ session }: { session: SessionDetail }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { identity, stateText } = session;
  if (saysLimit(session)) {
    return <>{t('limitStop.fact', { state: stateText })}</>;
  }
  return identity?.capabilities.lastError === false ? (
    <>{t('session.errorUntold', { daemon: daemonName(identity) })}</>
  ) : (
    <Unknown reason={t('session.noError')} />
  );
}

function FamilyFacts({
  family,
  name,
}: {
  family: Session['families'][number];
  name: string;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { nextHop, importPolicy, exportPolicy, addPath, gracefulRestart } =
    family;
  const addPathText = [
    ...(addPath?.receive ? [t('fact.receive')] : []),
    ...(addPath?.send ? [t('fact.send')] : []),
  ].join(', ');
  return (
    <>
      {(importPolicy || exportPolicy) && (
        <Fact term={`${t('fact.policies')}${name}`}>
          <bdi dir="ltr">
            {importPolicy ?? '–'}, {exportPolicy ?? '–'}
          </bdi>
        </Fact>
      )}
      {nextHop && (
        <Fact term={`${t('fact.nextHop')}${name}`}>
          <LtrText text={nextHop} />
        </Fact>
      )}
      {addPathText && (
        <Fact term={`${t('fact.addPath')}${name}`}>{addPathText}</Fact>
      )}
      {gracefulRestart && (
        <Fact term={`${t('fact.gracefulRestart')}${name}`}>
          {gracefulRestart}
        </Fact>
      )}
    </>
  );
}
