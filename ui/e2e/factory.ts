// A small factory with something of everything: what succeeds, fails deep inside, waits, goes on.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Doc = Record<string, unknown>;
const expression = (value: string) => ({ value, type: 'Expression' });
const after = (...names: [string, string][]) =>
  names.map(([activity, condition]) => ({ activity, dependencyConditions: [condition] }));
const wait = (name: string, seconds: number | Doc, dependsOn: Doc[] = []): Doc => ({
  name,
  type: 'Wait',
  dependsOn,
  typeProperties: { waitTimeInSeconds: seconds },
});
const copy: Doc = {
  name: 'Copy orders',
  type: 'Copy',
  policy: { retry: 1, retryIntervalInSeconds: 1 },
  typeProperties: {
    source: {
      type: 'DelimitedTextSource',
      storeSettings: { type: 'FileServerReadSettings', recursive: true },
    },
    sink: {
      type: 'JsonSink',
      storeSettings: { type: 'FileServerWriteSettings' },
      formatSettings: { type: 'JsonWriteSettings' },
    },
  },
  inputs: [
    {
      referenceName: 'OrderFile',
      type: 'DatasetReference',
      parameters: { region: expression('@item()') },
    },
  ],
  outputs: [
    {
      referenceName: 'Archive',
      type: 'DatasetReference',
      parameters: { region: expression('@item()') },
    },
  ],
};

const PIPELINES: Record<string, Doc> = {
  NightlyLoad: {
    description: 'Copies the orders of each region; one region has no file.',
    folder: { name: 'orders' },
    annotations: ['nightly', 'orders'],
    parameters: {
      day: { type: 'string', defaultValue: '2026-01-31' },
      regions: { type: 'array', defaultValue: ['north', 'south', 'east', 'west'] },
    },
    variables: { begun: { type: 'String' } },
    activities: [
      {
        name: 'Note the start',
        type: 'SetVariable',
        typeProperties: { variableName: 'begun', value: expression('@utcnow()') },
      },
      {
        name: 'Each region',
        type: 'ForEach',
        dependsOn: after(['Note the start', 'Succeeded']),
        typeProperties: {
          items: expression('@pipeline().parameters.regions'),
          batchCount: 2,
          activities: [
            copy,
            {
              name: 'Many rows',
              type: 'IfCondition',
              dependsOn: after(['Copy orders', 'Succeeded']),
              typeProperties: {
                expression: expression("@greater(activity('Copy orders').output.rowsCopied, 3)"),
                ifTrueActivities: [wait('Rest', 1)],
                ifFalseActivities: [wait('Go on', 0)],
              },
            },
          ],
        },
      },
      wait('Publish', 1, after(['Each region', 'Succeeded'])),
      wait('Tell the people on duty', 0, after(['Each region', 'Failed'])),
      wait('Clean up', 1, after(['Each region', 'Completed'])),
    ],
  },
  Weekly: {
    folder: { name: 'orders' },
    activities: [
      wait('Open the gates', 1),
      {
        name: 'Run the night again',
        type: 'ExecutePipeline',
        dependsOn: after(['Open the gates', 'Succeeded']),
        typeProperties: {
          pipeline: { referenceName: 'NightlyLoad', type: 'PipelineReference' },
          waitOnCompletion: true,
        },
      },
    ],
  },
  Heartbeat: {
    parameters: { source: { type: 'string', defaultValue: 'sensor-1' } },
    annotations: ['hourly'],
    activities: [wait('Beat', 0)],
  },
  CheckStock: {
    parameters: { fail: { type: 'bool', defaultValue: false } },
    activities: [
      wait('Count', 0),
      {
        name: 'Is it wrong',
        type: 'IfCondition',
        dependsOn: after(['Count', 'Succeeded']),
        typeProperties: {
          expression: expression('@pipeline().parameters.fail'),
          ifTrueActivities: [
            {
              name: 'Stop here',
              type: 'Fail',
              typeProperties: {
                message: 'the shelves of warehouse 7 hold less than the books say',
                errorCode: 'StockMismatch',
              },
            },
          ],
        },
      },
    ],
  },
  Wide: {
    description: 'A loop of many iterations.',
    parameters: { n: { type: 'int', defaultValue: 1000 } },
    variables: { last: { type: 'String' } },
    activities: [
      {
        name: 'Each item',
        type: 'ForEach',
        typeProperties: {
          items: expression('@range(0, pipeline().parameters.n)'),
          batchCount: 50,
          activities: [wait('Light', 0)],
        },
      },
    ],
  },
  Reindex: {
    concurrency: 1,
    folder: { name: 'search' },
    activities: [
      wait('Rebuild the index', 3600),
      wait('Swap', 1, after(['Rebuild the index', 'Succeeded'])),
    ],
  },
};

const store = { linkedServiceName: { referenceName: 'Files', type: 'LinkedServiceReference' } };
const parameters = { region: { type: 'string' } };

function resources(data: string): Record<string, Doc> {
  const found: Record<string, Doc> = {
    'linkedService/Files': {
      properties: { type: 'FileServer', typeProperties: { host: data, userId: 'weir' } },
    },
    'dataset/OrderFile': {
      properties: {
        ...store,
        parameters,
        type: 'DelimitedText',
        typeProperties: {
          location: {
            type: 'FileServerLocation',
            folderPath: 'orders',
            fileName: expression("@concat(dataset().region, '.csv')"),
          },
          columnDelimiter: ',',
          firstRowAsHeader: true,
        },
        schema: [],
      },
    },
    'dataset/Archive': {
      properties: {
        ...store,
        parameters,
        type: 'Json',
        typeProperties: {
          location: {
            type: 'FileServerLocation',
            folderPath: 'archive',
            fileName: expression("@concat(dataset().region, '.json')"),
          },
        },
      },
    },
    'trigger/EveryNight': {
      properties: {
        type: 'ScheduleTrigger',
        runtimeState: 'Started',
        typeProperties: {
          recurrence: {
            frequency: 'Day',
            interval: 1,
            startTime: '2026-01-01T02:00:00Z',
            timeZone: 'UTC',
          },
        },
        pipelines: [
          { pipelineReference: { referenceName: 'NightlyLoad', type: 'PipelineReference' } },
        ],
      },
    },
    'trigger/EachHour': {
      properties: {
        type: 'TumblingWindowTrigger',
        runtimeState: 'Started',
        typeProperties: {
          frequency: 'Hour',
          interval: 1,
          startTime: new Date(Math.floor(Date.now() / 3_600_000 - 3) * 3_600_000).toISOString(),
          maxConcurrency: 5,
        },
        pipeline: { pipelineReference: { referenceName: 'Heartbeat', type: 'PipelineReference' } },
      },
    },
    'integrationRuntime/WarehouseGateway': {
      properties: { type: 'SelfHosted', description: 'In the warehouse of the north' },
    },
  };
  for (const [name, properties] of Object.entries(PIPELINES))
    found[`pipeline/${name}`] = { properties };
  return found;
}

const ORDERS: Record<string, number> = { north: 5000, south: 3, west: 12 };

/** Write the factory's folder and its data below `folder`; the folder to apply. */
export function writeFactory(folder: string): string {
  const data = join(folder, 'data');
  mkdirSync(join(data, 'orders'), { recursive: true });
  for (const [region, rows] of Object.entries(ORDERS)) {
    const lines = Array.from({ length: rows }, (_, i) => `${i},item ${i % 17},${(i * 7) % 100}`);
    writeFileSync(join(data, 'orders', `${region}.csv`), ['id,item,quantity', ...lines].join('\n'));
  }
  const factory = join(folder, 'orders-factory');
  for (const [path, document] of Object.entries(resources(data))) {
    const [kind = '', name = ''] = path.split('/');
    mkdirSync(join(factory, kind), { recursive: true });
    writeFileSync(
      join(factory, kind, `${name}.json`),
      JSON.stringify({ name, ...document }, null, 2),
    );
  }
  return factory;
}
