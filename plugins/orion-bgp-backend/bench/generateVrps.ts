import { toPrefixKey } from '../src/rib/table/PrefixKey';
import { VrpTableBuilder } from '../src/rpki/VrpTableBuilder';
import { createRandom, FULL_TABLE, generateRoutes } from './generateRoutes';

/** 600,000 VRPs for a full table of the first seed, which cover about half of its routes. */
export function generateVrps(size: {
  v4: number;
  v6: number;
}): VrpTableBuilder {
  const builder = new VrpTableBuilder();
  const random = createRandom(3);
  generateRoutes(
    { ...size, distinct: 1000, seed: 1 },
    ({ family, address, length }) => {
      if (random() < 600_000 / FULL_TABLE) {
        const prefix = toPrefixKey(family, address, length);
        const asn = 1000 + Math.floor(random() * 240_000);
        builder.add({ prefix, maxLength: length, asn, expires: 1_800_000_000 });
      }
    },
  );
  return builder;
}
