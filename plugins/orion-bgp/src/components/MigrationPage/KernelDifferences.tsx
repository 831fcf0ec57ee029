import { Link as RouterLink } from 'react-router-dom';
import Link from '@mui/material/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  KernelRouteDifference,
  KernelSight,
} from '@orion/backstage-plugin-orion-bgp-common';
import { useHrefs } from '../../hooks/useHrefs';
import { useKernelDifferences } from '../../hooks/useKernelDifferences';
import { foundDifferences } from '../../lib/foundDifferences';
import { orionBgpTranslationRef } from '../../translation';
import { cell } from './cardTable';
import { DifferenceList } from './DifferenceList';
import { useOnlyMoved } from './useOnlyMoved';

/** What a kernel does not have as its router chose it, a hundred at a time. */
export function KernelDifferences({
  kernel: of,
  onHide,
}: {
  kernel: KernelSight;
  onHide: () => void;
}) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const none = useOnlyMoved();
  const { router } = of;
  return (
    <DifferenceList
      title={t('migration.kernelOf', { router })}
      found={useKernelDifferences(router)}
      now={foundDifferences(of)}
      onHide={onHide}
      columns={[
        t('migration.prefix'),
        t('migration.how'),
        t('migration.bestLeads'),
        t('migration.kernelLeads'),
      ]}
      emptyText={({ kernel }) =>
        kernel.empty ?? none(kernel.moved) ?? t('migration.noKernelDifferences')
      }
      row={item => <KernelRow key={item.prefix} item={item} />}
    />
  );
}

function KernelRow({ item }: { item: KernelRouteDifference }) {
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const hrefs = useHrefs();
  const { class: its, kernel, prefix, wanted } = item;
  const how = {
    missing: t('migration.kernelMissingClass'),
    extra: t('migration.kernelExtraClass'),
    'other-next-hop': t('migration.kernelOtherClass'),
  }[its];
  const sides = [
    { label: t('migration.bestLeads'), text: wanted },
    { label: t('migration.kernelLeads'), text: kernel },
  ];
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <Link component={RouterLink} to={hrefs.prefix(prefix)}>
          <code dir="ltr">{prefix}</code>
        </Link>
      </th>
      <td {...cell}>{how}</td>
      {sides.map(({ label, text }) => (
        <td
          key={label}
          {...cell}
          data-wide
          data-label={label}
          data-empty={text === undefined || undefined}
        >
          <span dir="ltr">{text ?? '–'}</span>
        </td>
      ))}
    </tr>
  );
}
