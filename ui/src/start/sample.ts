import type { Applied, Given } from './folder';
import { readFolder } from './folder';

const definitions: Record<string, string> = import.meta.glob(
  '../../../samples/blob-to-sql/{pipeline,dataset,linkedService}/*.json',
  { query: '?raw', import: 'default', eager: true },
);
const tables: Record<string, string> = import.meta.glob(
  '../../../samples/blob-to-sql/data/**/*.csv',
  { query: '?raw', import: 'default', eager: true },
);

export const SAMPLE = 'blob-to-sql';
export const PUT_FILES = 'PutFiles';

/** Rows of delimited text: quotes hold commas, quotes and line ends. */
export function readRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let inside = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (inside) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[i++]!;
      else inside = false;
    } else if (c === '"') inside = true;
    else if (c === ',') [row, cell] = [[...row, cell], ''];
    else if (c === '\n') {
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
    } else if (c !== '\r') cell += c;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

const inSql = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A query that has exactly the rows of a delimited text. */
export function queryOf(text: string): string {
  const [header = [], ...rows] = readRows(text);
  const names = header.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
  const values = rows.map((row) => `(${row.map(inSql).join(', ')})`).join(', ');
  return `SELECT * FROM (VALUES ${values}) AS rows(${names})`;
}

const reference = (referenceName: string, type: string) => ({ referenceName, type });

/** A pipeline that writes the sample's files where the service can read them. */
function putFiles(): Applied[] {
  const activities = Object.entries(tables).map(([path, text]) => {
    const [month = '', file = ''] = path.split('/').slice(-2);
    return {
      name: `${month} ${file}`,
      type: 'Copy',
      inputs: [reference('Orders', 'DatasetReference')],
      outputs: [{ ...reference('OneOrderFile', 'DatasetReference'), parameters: { month, file } }],
      typeProperties: {
        source: { type: 'AzureSqlSource', sqlReaderQuery: queryOf(text) },
        sink: {
          type: 'DelimitedTextSink',
          storeSettings: { type: 'FileServerWriteSettings' },
          formatSettings: {
            type: 'DelimitedTextWriteSettings',
            quoteAllText: true,
            fileExtension: '.csv',
          },
        },
      },
    };
  });
  const expression = (value: string) => ({ value, type: 'Expression' });
  return [
    {
      kind: 'dataset',
      name: 'OneOrderFile',
      document: {
        name: 'OneOrderFile',
        properties: {
          linkedServiceName: reference('Landing', 'LinkedServiceReference'),
          parameters: { month: { type: 'string' }, file: { type: 'string' } },
          type: 'DelimitedText',
          typeProperties: {
            location: {
              type: 'FileServerLocation',
              folderPath: expression("@concat('landing/orders/', dataset().month)"),
              fileName: expression('@dataset().file'),
            },
            columnDelimiter: ',',
            escapeChar: '"',
            quoteChar: '"',
            firstRowAsHeader: true,
          },
          schema: [],
        },
      },
    },
    {
      kind: 'pipeline',
      name: PUT_FILES,
      document: {
        name: PUT_FILES,
        properties: {
          description: 'Writes the files that the sample loads; a factory of yours has its own.',
          activities,
        },
      },
    },
  ];
}

/** The sample with its stores on the service's machine: files below `folder`, a table beside it. */
export function sampleResources(folder: string): Applied[] {
  const place = folder.replace(/\/+$/, '');
  const files: Given[] = Object.entries(definitions).map(([path, text]) => ({ path, text }));
  const stores: Record<string, object> = {
    Landing: { type: 'FileServer', typeProperties: { host: place } },
    Warehouse: { type: 'DuckDB', typeProperties: { path: `${place}.duckdb` } },
  };
  const own = readFolder(files, SAMPLE).resources.map((one) => {
    const properties = one.kind === 'linkedService' ? stores[one.name ?? ''] : undefined;
    return properties ? { ...one, document: { name: one.name, properties } } : one;
  });
  return [...own, ...putFiles()];
}
