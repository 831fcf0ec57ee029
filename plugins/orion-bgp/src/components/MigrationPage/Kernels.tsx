import { Link as RouterLink } from 'react-router-dom';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  KernelRouteDifference,
  KernelSight,
} from '@orion/backstage-plugin-orion-bgp-common';
import { useHrefs } from '../../hooks/useHrefs';
import { orionBgpTranslationRef } from '../../translation';
import { NumberTable } from './NumberTable';

/** The best routes of who writes a kernel beside those that kernel has. */
export function Kernels({ kernels }: { kernels: KernelSight[] }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const numbers: { label: string; pick(one: KernelSight): number }[] = [
    { label: t('migration.best'), pick: one => one.wanted },
    { label: t('migration.kernel'), pick: one => one.kernel },
    { label: t('migration.kernelMissing'), pick: one => one.missing },
    { label: t('migration.kernelExtra'), pick: one => one.extra },
    { label: t('migration.kernelOther'), pick: one => one.otherNextHop },
  ];
  return kernels.length === 0 ? null : (
    <NumberTable
      label={t('migration.kernels')}
      first={t('migration.router')}
      last={t('migration.differences')}
      numbers={numbers}
      rows={kernels.map(one => ({
        key: one.router,
        of: one,
        title: t('migration.kernelOf', { router: one.router }),
        wideOutcome: true,
        outcome: <KernelOutcome kernel={one} />,
      }))}
    />
  );
}

/** The first of each class: what is missing entirely says so by why. */
function KernelOutcome({ kernel }: { kernel: KernelSight }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const { empty, examples, extra, missing, otherNextHop } = kernel;
  const secondary = { color: 'text.secondary' };
  if (empty !== undefined) {
    return (
      <>
        {t('migration.nothingToCompare')}
        <Box component="span" sx={{ ...secondary, display: 'block' }}>
          {empty}
        </Box>
      </>
    );
  }
  if (missing + extra + otherNextHop === 0) {
    return (
      <Box component="span" sx={secondary}>
        {t('migration.none')}
      </Box>
    );
  }
  return (
    <>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {examples.map(one => (
          <Example key={`${one.class} ${one.prefix}`} example={one} />
        ))}
      </Box>
      {missing + extra + otherNextHop > examples.length && (
        <Box component="span" sx={secondary}>
          {t('migration.firstOf')}
        </Box>
      )}
    </>
  );
}

function Example({ example }: { example: KernelRouteDifference }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const hrefs = useHrefs();
  const { class: its, kernel = '–', prefix, wanted = '–' } = example;
  const words = {
    missing: t('migration.kernelMissing'),
    extra: t('migration.kernelExtra'),
    'other-next-hop': t('migration.kernelOther'),
  };
  return (
    <li>
      <Link component={RouterLink} to={hrefs.prefix(prefix)}>
        <code dir="ltr">{prefix}</code>
      </Link>{' '}
      {words[its]}, {t('migration.kernelLeads', { wanted, kernel })}
    </li>
  );
}
