import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { OrionMark } from './OrionMark';
import { navTranslationRef } from './translation';

/** Mark and, while the sidebar is open, the name. Leads home. */
export function SidebarLogo() {
  const { isOpen } = useSidebarOpenState();
  const { t } = useTranslationRef(navTranslationRef);
  return (
    <div
      style={{
        height: 2.5 * sidebarConfig.logoHeight,
        display: 'flex',
        alignItems: 'center',
        paddingInlineStart: sidebarConfig.iconPadding - 2,
      }}
    >
      <Link
        to="/"
        underline="none"
        aria-label={t('home')}
        style={{
          color: '#fff',
          display: 'flex',
          alignItems: 'center',
          gap: 14,
        }}
      >
        <OrionMark />
        {isOpen && <Wordmark />}
      </Link>
    </div>
  );
}

function Wordmark() {
  return (
    <svg
      width="92"
      height="18"
      viewBox="0 0 92 18"
      aria-hidden="true"
      focusable="false"
    >
      <g
        fill="none"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="square"
      >
        <circle cx="9" cy="9" r="7.2" />
        <path d="M25 16V2h6.5a4 4 0 0 1 0 8H25M31 10l5 6" />
        <path d="M44 2v14" />
        <circle cx="60" cy="9" r="7.2" />
        <path d="M76 16V2.5L88 15.5V2" />
      </g>
    </svg>
  );
}
