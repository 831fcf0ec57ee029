import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Migration,
  SentComparison,
  SentDifference,
} from '@orion/backstage-plugin-orion-bgp-common';
import { TimeAgo } from '@orion/backstage-plugin-orion-react';
import { useHrefs } from '../../hooks/useHrefs';
import { orionBgpTranslationRef } from '../../translation';
import { NumberTable } from './NumberTable';
import { useFieldName } from './useFieldName';

/** By then a look and what it judges are not of one moment any more. */
const MUCH_LATER_MS = 60_000;

const secondary = { color: 'text.secondary' };

/** How both routers tell each neighbor of what is ours, with what differs on each side. */
export function Sent({
  migration,
}: {
  migration: Pick<Migration, 'checkedAt' | 'from' | 'sent' | 'to'>;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { sent } = migration;
  const numbers: { label: string; pick(one: SentComparison): number }[] = [
    { label: t('migration.toldPrefixes'), pick: one => one.compared },
    { label: t('migration.toldAlike'), pick: one => one.same },
    {
      label: t('migration.different'),
      pick: one => one.differences.length,
    },
  ];
  return sent.length === 0 ? null : (
    <NumberTable
      label={t('migration.toldTable')}
      first={t('migration.toldTo')}
      last={t('migration.differences')}
      numbers={numbers}
      rows={sent.map(one => ({
        key: one.neighbor,
        of: one,
        title: (
          <>
            {t('migration.told', { neighbor: one.neighbor })}
            {isOld(one, migration) && (
              <Box
                component="span"
                sx={{ ...secondary, display: 'block', fontWeight: 'normal' }}
              >
                {t('migration.toldAt')} <TimeAgo at={one.readAt!} />
              </Box>
            )}
          </>
        ),
        wideOutcome: !isAlike(one),
        outcomeLabel: isAlike(one) ? t('migration.differences') : undefined,
        outcome: <Outcome comparison={one} migration={migration} />,
      }))}
    />
  );
}

/** Of another moment than everything else on the page. */
function isOld(
  { readAt }: SentComparison,
  { checkedAt }: Pick<Migration, 'checkedAt'>,
): boolean {
  return (
    readAt !== undefined &&
    Date.parse(checkedAt) - Date.parse(readAt) > MUCH_LATER_MS
  );
}

function isAlike({ differences, problem }: SentComparison): boolean {
  return differences.length === 0 && problem === undefined;
}

/** What was not told is never taken for alike. */
function Outcome({
  comparison,
  migration,
}: {
  comparison: SentComparison;
  migration: Pick<Migration, 'from' | 'to'>;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { differences, problem } = comparison;
  if (isAlike(comparison)) {
    return (
      <Box component="span" sx={secondary}>
        {t('migration.none')}
      </Box>
    );
  }
  return (
    <>
      {problem !== undefined && (
        <Box component="span" sx={{ display: 'block', maxWidth: '60ch' }}>
          {problem}
        </Box>
      )}
      {differences.length > 0 && (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {differences.map(one => (
            <li key={one.prefix}>
              <Difference difference={one} migration={migration} />
            </li>
          ))}
        </Box>
      )}
    </>
  );
}

/** The prefix, and what each router tells of it. */
function Difference({
  difference: { class: its, prefix, values },
  migration: { from, to },
}: {
  difference: SentDifference;
  migration: Pick<Migration, 'from' | 'to'>;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const hrefs = useHrefs();
  const fieldName = useFieldName();
  const none = t('migration.none');
  const texts =
    its === 'different'
      ? values.map(value =>
          t('migration.toldValues', {
            field: fieldName(value.field),
            from,
            to,
            a: value.from || none,
            b: value.to || none,
          }),
        )
      : [
          t(
            its === 'only-from'
              ? 'migration.onlyFromClass'
              : 'migration.onlyToClass',
            { router: its === 'only-from' ? from : to },
          ),
        ];
  return (
    <>
      <Link component={RouterLink} to={hrefs.prefix(prefix)}>
        <code dir="ltr">{prefix}</code>
      </Link>
      {texts.map(text => (
        <Box
          key={text}
          component="span"
          sx={{ display: 'block', overflowWrap: 'anywhere' }}
        >
          {text}
        </Box>
      ))}
    </>
  );
}
