import type { NetboxStore } from './NetboxStore';

/** `/api/status/` of NetBox 4.4.10. */
export const statusAnswer = (store: NetboxStore) => ({
  'django-version': '5.2.9',
  hostname: 'orion-lab-netbox',
  installed_apps: {
    django_filters: '25.2',
    django_prometheus: '2.4.1',
    django_rq: '3.2.2',
    django_tables2: '2.8.0',
    drf_spectacular: '0.29.0',
    drf_spectacular_sidecar: '2026.1.1',
    mptt: '0.17.0',
    rest_framework: '3.16.1',
    social_django: '5.7.0',
    taggit: '6.1.0',
    timezone_field: '7.2.1',
  },
  'netbox-version': '4.4.10',
  'netbox-full-version': '4.4.10',
  plugins: store.models.some(({ path }) => path.startsWith('plugins/bgp/'))
    ? { netbox_bgp: '0.17.0' }
    : {},
  'python-version': '3.11.7',
  'rq-workers-running': 1,
});
