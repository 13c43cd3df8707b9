// A small factory of version 1: hours made clean, days summed of them; one hour never came.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Doc = Record<string, unknown>;
const DAY_MS = 86_400_000;
const text = (at: number) => new Date(at).toISOString();

const dataset = (folder: string, frequency: string, interval: number, more: Doc = {}): Doc => ({
  type: 'FileShare',
  linkedServiceName: 'Files',
  typeProperties: {
    folderPath: `${folder}/{Day}/{Hour}`,
    fileName: 'd.csv',
    partitionedBy: [
      { name: 'Day', value: { type: 'DateTime', date: 'SliceStart', format: 'yyyyMMdd' } },
      { name: 'Hour', value: { type: 'DateTime', date: 'SliceStart', format: 'HH' } },
    ],
    format: { type: 'TextFormat' },
  },
  availability: { frequency, interval },
  ...more,
});
const copy = (name: string, inputs: string[], output: string): Doc => ({
  name,
  type: 'Copy',
  inputs: inputs.map((one) => ({ name: one })),
  outputs: [{ name: output }],
  typeProperties: {
    source: { type: 'FileSystemSource' },
    sink: { type: 'FileSystemSink' },
  },
  policy: { concurrency: 4, retry: 1 },
});

/** Write it below `folder`, for the three days before today; the folder to apply. */
export function writeShop(folder: string): string {
  const data = join(folder, 'shop-data');
  const end = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const start = end - 3 * DAY_MS;
  for (let at = start; at < end; at += DAY_MS / 4) {
    if (at === start + DAY_MS + DAY_MS / 2) continue;
    const hour = join(
      data,
      'raw',
      text(at).slice(0, 10).replaceAll('-', ''),
      text(at).slice(11, 13),
    );
    mkdirSync(hour, { recursive: true });
    writeFileSync(join(hour, 'd.csv'), '1,2\n');
  }
  const period = { start: text(start), end: text(end) };
  const documents: Record<string, Doc> = {
    'linkedService/Files': {
      type: 'OnPremisesFileServer',
      typeProperties: { host: data, userId: 'weir', password: 'weir' },
    },
    'dataset/RawSales': dataset('raw', 'Hour', 6, {
      external: true,
      policy: { externalData: { retryInterval: '00:00:01', maximumRetry: 1 } },
    }),
    'dataset/CleanSales': dataset('clean', 'Hour', 6),
    'dataset/DailySales': dataset('daily', 'Day', 1),
    'pipeline/Sales': {
      activities: [
        copy('Clean', ['RawSales'], 'CleanSales'),
        copy('Sum', ['CleanSales'], 'DailySales'),
      ],
      ...period,
    },
  };
  const factory = join(folder, 'shop');
  for (const [path, properties] of Object.entries(documents)) {
    const [kind = '', name = ''] = path.split('/');
    mkdirSync(join(factory, kind), { recursive: true });
    writeFileSync(join(factory, kind, `${name}.json`), JSON.stringify({ name, properties }));
  }
  return factory;
}
