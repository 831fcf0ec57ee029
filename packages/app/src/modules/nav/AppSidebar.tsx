import {
  Sidebar,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarScrollWrapper,
  SidebarSpace,
} from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { NavContentComponentProps } from '@backstage/plugin-app-react';
import { NotificationsSidebarItem } from '@backstage/plugin-notifications';
import { SidebarSearchModal } from '@backstage/plugin-search';
import { showShortcutList } from '@orion/backstage-plugin-orion-react';
import { KeysIcon, MenuIcon, SearchIcon, SettingsIcon } from './icons';
import { SidebarLogo } from './SidebarLogo';
import { navTranslationRef } from './translation';

/** In the order people meet them; what else is installed follows by title. */
const first = [
  'page:orion/home',
  'page:orion',
  'page:orion-changes',
  'page:orion-proxmox',
  'page:orion-bgp',
  'page:catalog',
  'page:scaffolder',
  'page:techdocs',
];

export function AppSidebar({ navItems }: NavContentComponentProps) {
  const { t } = useTranslationRef(navTranslationRef);
  const nav = navItems.withComponent(item => (
    <SidebarItem icon={() => item.icon} to={item.href} text={item.title} />
  ));
  // The search modal and the notifications item stand in for their pages.
  nav.take('page:search');
  nav.take('page:notifications');
  // Graphs are reached from the entity they are about.
  nav.take('page:catalog-graph');
  const settings = nav.take('page:user-settings');
  return (
    <Sidebar>
      <SidebarLogo />
      <SidebarGroup label={t('search')} icon={<SearchIcon />} to="/search">
        {/* It comes late, and would push the whole menu down. */}
        <div style={{ minHeight: 48 }}>
          <SidebarSearchModal icon={SearchIcon} />
        </div>
      </SidebarGroup>
      <SidebarDivider />
      <SidebarGroup label={t('menu')} icon={<MenuIcon />}>
        {first.map(id => nav.take(id))}
        <SidebarDivider />
        <SidebarScrollWrapper>
          {nav.rest({ sortBy: 'title' })}
        </SidebarScrollWrapper>
      </SidebarGroup>
      <SidebarSpace />
      <SidebarDivider />
      <NotificationsSidebarItem />
      <SidebarItem
        icon={KeysIcon}
        text={t('keys')}
        onClick={() => showShortcutList()}
      />
      <SidebarDivider />
      <SidebarGroup
        label={t('settings')}
        icon={<SettingsIcon />}
        to="/settings"
      >
        {settings}
      </SidebarGroup>
    </Sidebar>
  );
}
