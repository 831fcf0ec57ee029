import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { VrpTable } from '../../rpki/VrpTable';
import { VrpTableBuilder } from '../../rpki/VrpTableBuilder';
import { AttributePool } from '../pool/AttributePool';
import { fillSource } from '../testing/keepTables';
import { MemorySource } from '../testing/MemorySource';
import { TableKeeper } from './TableKeeper';

describe('a table whose dump took a while', () => {
  let keeper: TableKeeper | undefined;
  afterEach(async () => keeper?.stop());

  it('is validated by the ROAs there are once it is in use', async () => {
    const before = new VrpTableBuilder().build();
    const now = new VrpTableBuilder().build();
    let asked = 0;
    const source = new MemorySource();
    fillSource(source);
    keeper = new TableKeeper({
      config: {
        ...{ id: 'r1', asn: 394955 },
        source: { router: 'r1', driver: 'memory', settings: {} },
      },
      createSource: () => source,
      pool: new AttributePool(),
      // The table is built by those of before, and others come then.
      vrps: (): VrpTable => (asked++ === 0 ? before : now),
      onChange: () => {},
    });
    keeper.start();
    await eventually(() => keeper!.state.state === 'polled');
    expect(keeper.table!.isValidatedBy(now)).toBe(true);
    expect(keeper.table!.isValidatedBy(before)).toBe(false);
    now.expire(1_800_000_000);
    expect(keeper.table!.isValidatedBy(now)).toBe(false);
  });
});
