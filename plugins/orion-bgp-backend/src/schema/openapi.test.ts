import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { spec } from './openapi/generated';

it('is what the router was generated from', () => {
  const file = readFileSync(resolve(__dirname, 'openapi.yaml'), 'utf8');
  expect(spec).toEqual(parse(file));
});
