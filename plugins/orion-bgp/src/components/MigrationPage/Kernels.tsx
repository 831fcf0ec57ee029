import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { KernelSight } from '@orion/backstage-plugin-orion-bgp-common';
import { kernelKey } from '../../lib/kernelKey';
import { orionBgpTranslationRef } from '../../translation';
import { NoneApart } from './NoneApart';
import { NumberTable } from './NumberTable';
import { ShowButton } from './ShowButton';

export interface KernelsProps {
  kernels: KernelSight[];
  /** Key of the one whose differences are shown. */
  shown: string;
  onShow: (key: string) => void;
}

/** The best routes of who writes a kernel beside those that kernel has. */
export function Kernels({ kernels, shown, onShow }: KernelsProps) {
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
      rows={kernels.map(one => {
        const key = kernelKey(one);
        return {
          key,
          of: one,
          title: t('migration.kernelOf', { router: one.router }),
          wideOutcome: one.empty !== undefined,
          outcomeLabel: isWhole(one) ? t('migration.differences') : undefined,
          outcome: (
            <KernelOutcome
              kernel={one}
              shown={key === shown}
              onShow={() => onShow(key)}
            />
          ),
        };
      })}
    />
  );
}

function isWhole({ empty, extra, missing, otherNextHop }: KernelSight) {
  return empty === undefined && missing + extra + otherNextHop === 0;
}

/** What is missing entirely says why. */
function KernelOutcome(props: {
  kernel: KernelSight;
  shown: boolean;
  onShow: () => void;
}) {
  const { kernel, shown, onShow } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const secondary = { color: 'text.secondary' };
  if (kernel.empty !== undefined) {
    return (
      <>
        {t('migration.nothingToCompare')}
        <Box component="span" sx={{ ...secondary, display: 'block' }}>
          {kernel.empty}
        </Box>
      </>
    );
  }
  return isWhole(kernel) ? (
    <NoneApart moved={kernel.moved} />
  ) : (
    <ShowButton
      scope={t('migration.kernelOf', { router: kernel.router })}
      shown={shown}
      onShow={onShow}
    />
  );
}
