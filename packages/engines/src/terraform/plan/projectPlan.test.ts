import { aChange, aPlan } from '../../testing/plans';
import { parsePlan } from './parsePlan';
import { projectDrift, projectPlan } from './projectPlan';
import { summarisePlan } from './summarisePlan';

const SECRET = 'hunter2<secret>';

// As `show -json` of Terraform 1.11.4 writes it, cut to what matters.
const showJson = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  variables: { token: { value: SECRET }, plain: { value: 'team-a' } },
  planned_values: { outputs: { o: { sensitive: true, value: SECRET } } },
  resource_changes: [
    {
      address: 'vm.web',
      mode: 'managed',
      type: 'vm',
      name: 'web',
      provider_name: 'registry.example/acme/vm',
      action_reason: 'replace_because_cannot_update',
      change: {
        actions: ['delete', 'create'],
        before: {
          name: 'web',
          cores: 2,
          disk: [{ size: 10, path: 'a' }],
          note: 'n',
          token: 'old-token',
        },
        after: {
          name: 'web',
          cores: 4,
          disk: [{ size: 10 }],
          note: `has ${SECRET}`,
          token: SECRET,
        },
        after_unknown: { id: true, disk: [{ path: true }] },
        before_sensitive: { token: true },
        after_sensitive: { token: true, disk: [{}] },
        replace_paths: [['cores'], ['token']],
      },
    },
    {
      address: 'data.x.y',
      mode: 'data',
      type: 'x',
      name: 'y',
      provider_name: 'p',
      change: { actions: ['read'], before: null, after: {} },
    },
    {
      address: 'vm.same',
      mode: 'managed',
      type: 'vm',
      name: 'same',
      provider_name: 'p',
      change: {
        actions: ['no-op'],
        before: { name: 'a' },
        after: { name: 'a' },
      },
    },
  ],
  resource_drift: [],
  output_changes: {
    o: {
      actions: ['create'],
      before: null,
      after: SECRET,
      after_unknown: false,
      before_sensitive: true,
      after_sensitive: true,
    },
  },
  configuration: {
    root_module: { variables: { token: { sensitive: true }, plain: {} } },
  },
  complete: true,
  applyable: true,
  errored: false,
};

const allowed = { vm: ['name', 'cores', 'disk', 'note', 'token', 'id'] };

describe('parsePlan', () => {
  it('reads changes, outputs and what is sensitive', () => {
    const plan = parsePlan(JSON.stringify(showJson));
    expect(plan.resourceChanges.map(({ action }) => action)).toEqual([
      'replace',
      'read',
      'no-op',
    ]);
    expect(plan.outputChanges).toEqual([
      { name: 'o', action: 'create', sensitive: true },
    ]);
    expect(plan.sensitiveValues.sort()).toEqual([SECRET, 'old-token']);
    expect(summarisePlan(plan)).toEqual({
      add: 0,
      change: 0,
      replace: 1,
      destroy: 0,
      import: 0,
      forget: 0,
      empty: false,
    });
  });

  it.each([
    ['another format', { ...showJson, format_version: '2.0' }],
    [
      'an unknown action',
      { ...showJson, output_changes: { o: { actions: ['explode'] } } },
    ],
    ['no plan', { hello: 1 }],
  ])('refuses %s', (_, raw) => {
    expect(() => parsePlan(raw)).toThrow();
  });

  it('takes an empty plan', () => {
    expect(summarisePlan(parsePlan({ format_version: '1.2' })).empty).toBe(
      true,
    );
  });
});

describe('projectPlan', () => {
  const lines = projectPlan(parsePlan(showJson), allowed);

  it('shows allow-listed differences', () => {
    expect(lines).toHaveLength(2);
    expect(lines[0]).toEqual({
      action: 'replace',
      address: 'vm.web',
      type: 'vm',
      name: 'web',
      provider: 'registry.example/acme/vm',
      actionReason: 'replace_because_cannot_update',
      importing: false,
      replacePaths: ['cores', 'token'],
      attributes: [
        {
          path: 'cores',
          before: 2,
          after: 4,
          unknown: false,
          sensitive: false,
        },
        { path: 'disk[0].path', before: 'a', unknown: true, sensitive: false },
        {
          path: 'note',
          before: 'n',
          after: 'has [secret]',
          unknown: false,
          sensitive: false,
        },
        { path: 'token', unknown: false, sensitive: true },
        { path: 'id', unknown: true, sensitive: false },
      ],
      hiddenCount: 0,
    });
  });

  it.each([
    ['everything allowed', allowed],
    ['nothing allowed', {}],
    ['a wider list', { vm: ['name', 'variables', 'after', 'token.value'] }],
  ])('lets no secret out with %s', (_, list) => {
    const text = JSON.stringify(projectPlan(parsePlan(showJson), list));
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('old-token');
    expect(text).not.toContain('team-a');
  });

  it('counts what the list leaves out', () => {
    const [line] = projectPlan(parsePlan(showJson), { vm: ['cores'] });
    expect(line.attributes.map(({ path }) => path)).toEqual(['cores']);
    expect(line.hiddenCount).toBe(4);
    expect(line.replacePaths).toEqual(['cores']);
  });

  it('shows no attribute of a type that is not listed', () => {
    const change = aChange({ type: 'toString' });
    const plan = aPlan({ resourceChanges: [change] });
    expect(projectPlan(plan, allowed)[0].attributes).toEqual([]);
  });

  it('masks what is sensitive on either side or as a whole', () => {
    const change = aChange({
      action: 'update',
      before: { name: 'visible-before', disk: [{ key: 'k1' }] },
      after: { name: 'hidden-after', disk: [{ key: 'k2' }] },
      afterUnknown: {},
      beforeSensitive: { disk: true },
      afterSensitive: { name: true },
    });
    const plan = aPlan({ resourceChanges: [change] });
    expect(projectPlan(plan, allowed)[0].attributes).toEqual([
      { path: 'name', unknown: false, sensitive: true },
      { path: 'disk', unknown: false, sensitive: true },
    ]);
  });

  it('shows drift the same way', () => {
    const drift = aChange({
      action: 'update',
      before: { cores: 2 },
      after: { cores: 8 },
      afterUnknown: {},
    });
    const plan = aPlan({ resourceDrift: [drift] });
    expect(projectDrift(plan, allowed)[0].attributes).toEqual([
      { path: 'cores', before: 2, after: 8, unknown: false, sensitive: false },
    ]);
    expect(projectPlan(plan, allowed)).toEqual([]);
  });
});
