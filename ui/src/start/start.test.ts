import { expect, it } from 'vitest';
import { factoryName, readFolder, readJson } from './folder';
import { PUT_FILES, queryOf, readRows, sampleResources } from './sample';

it('reads JSON as people write it', () => {
  expect(readJson('\ufeff{"a": 1}')).toEqual({ a: 1 });
  expect(readJson('{"a": "//x", /* no */ "b": [1, 2,], // end\n}')).toEqual({
    a: '//x',
    b: [1, 2],
  });
  expect(() => readJson('{"a": }')).toThrow();
});

it('takes the resources of a folder, by their folders', () => {
  const folder = readFolder(
    [
      { path: 'shop/pipeline/Load.json', text: '{"name": "LoadIt", "properties": {}}' },
      { path: 'shop/linkedService/Lake.json', text: '{"properties": {}}' },
      { path: 'shop/factory/shop-prod.json', text: '{"name": "shop-prod"}' },
      { path: 'shop/README.md', text: '# x' },
      { path: 'shop/.git/pipeline/x.json', text: '{}' },
      { path: 'shop/weir.local.json', text: '{}' },
    ],
    'shop',
  );
  expect(folder.name).toBe('shop-prod');
  expect(folder.resources.map(({ kind, name }) => [kind, name])).toEqual([
    ['pipeline', 'LoadIt'],
    ['linkedService', 'Lake'],
    ['factory', undefined],
  ]);
  expect(folder.leftOut).toBe(3);
});

it('names the files that it cannot read', () => {
  const folder = readFolder([{ path: 'x/dataset/Bad.json', text: '{"a"' }], 'x');
  expect(folder.resources).toEqual([]);
  expect(folder.problems[0]?.path).toBe('x/dataset/Bad.json');
  expect(folder.name).toBe('my-factory');
});

it('makes a legal name of a factory', () => {
  expect(factoryName('My Factory (1)')).toBe('My-Factory-1');
  expect(factoryName('--')).toBe('my-factory');
});

it('reads rows with quotes and line ends, and writes them as a query', () => {
  expect(readRows('a,b\n1,"x, ""y""\nz"\n')).toEqual([
    ['a', 'b'],
    ['1', 'x, "y"\nz'],
  ]);
  expect(queryOf("Order Id\nit's\n")).toBe(`SELECT * FROM (VALUES ('it''s')) AS rows("Order Id")`);
});

it('has the sample with stores on the service’s machine', () => {
  const resources = sampleResources('/tmp/here/');
  const of = (kind: string) => resources.filter((one) => one.kind === kind).map((one) => one.name);
  expect(of('pipeline').sort()).toEqual(['LoadOrders', PUT_FILES, 'ShowRows']);
  expect(of('linkedService').sort()).toEqual(['Landing', 'Warehouse']);
  expect(JSON.stringify(resources)).toContain('/tmp/here.duckdb');
  expect(JSON.stringify(resources)).not.toContain('weirsamples');
});
