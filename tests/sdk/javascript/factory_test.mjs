// Microsoft's @azure/arm-datafactory, unmodified, over TLS.
//   node factory_test.mjs WEIR
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

import { serve } from './served.mjs';

const GROUP = 'rg';
const FACTORY = 'fac-1';

async function check({ url, token }) {
  const { DataFactoryManagementClient } = await import('@azure/arm-datafactory');
  const credential = {
    getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3600_000 }),
  };
  const adf = new DataFactoryManagementClient(
    credential, '11111111-2222-3333-4444-555555555555', { endpoint: url });
  await adf.factories.createOrUpdate(GROUP, FACTORY, { location: 'west' });
  assert.equal((await adf.factories.get(GROUP, FACTORY)).location, 'west');
  for (let i = 0; i < 105; ++i) {
    const name = `p${String(i).padStart(3, '0')}`;
    await adf.pipelines.createOrUpdate(GROUP, FACTORY, name, {
      parameters: { n: { type: 'Int', defaultValue: 1 } },
      activities: [{ name: 'w', type: 'Wait', waitTimeInSeconds: 0 }],
    });
  }
  const names = [];
  for await (const pipeline of adf.pipelines.listByFactory(GROUP, FACTORY)) names.push(pipeline.name);
  assert.equal(names.length, 105);
  const { runId } = await adf.pipelines.createRun(GROUP, FACTORY, 'p000', { parameters: { n: 3 } });
  let run;
  do {
    run = await adf.pipelineRuns.get(GROUP, FACTORY, runId);
  } while (['Queued', 'InProgress'].includes(run.status));
  assert.equal(run.status, 'Succeeded');
  const hour = 3600_000;
  const window = {
    lastUpdatedAfter: new Date(Date.now() - hour), lastUpdatedBefore: new Date(Date.now() + hour),
  };
  const found = await adf.pipelineRuns.queryByFactory(GROUP, FACTORY, {
    ...window, filters: [{ operand: 'PipelineName', operator: 'Equals', values: ['P000'] }],
  });
  assert.deepEqual(found.value.map((one) => one.runId), [runId]);
  const ran = await adf.activityRuns.queryByPipelineRun(GROUP, FACTORY, runId, window);
  assert.deepEqual(ran.value.map((one) => one.activityName), ['w']);
  await adf.integrationRuntimes.createOrUpdate(GROUP, FACTORY, 'gate', {
    properties: { type: 'SelfHosted' },
  });
  const status = await adf.integrationRuntimes.getStatus(GROUP, FACTORY, 'gate');
  assert.equal(status.properties.state, 'NeedRegistration');
  const keys = await adf.integrationRuntimes.listAuthKeys(GROUP, FACTORY, 'gate');
  assert.match(keys.authKey1, /^IR@/);
  await assert.rejects(adf.pipelines.get(GROUP, FACTORY, 'none'),
                       { statusCode: 404, code: 'PipelineNotFound' });
  await adf.pipelines.delete(GROUP, FACTORY, 'p001');
  await adf.factories.delete(GROUP, FACTORY);
  await assert.rejects(adf.factories.get(GROUP, FACTORY), { code: 'ResourceNotFound' });
}

if (process.env.WEIR_URL) {
  await check({ url: process.env.WEIR_URL, token: process.env.WEIR_TOKEN });
  console.log('the JavaScript client works');
} else {
  // Node reads whom it trusts when it starts.
  const service = await serve(process.argv[2], '--tls');
  const env = { ...process.env, WEIR_URL: service.url, WEIR_TOKEN: service.token,
                NODE_EXTRA_CA_CERTS: service.ca };
  const done = spawnSync(process.execPath, [process.argv[1]], { env, stdio: 'inherit' });
  await service.stop();
  process.exitCode = done.status ?? 1;
}
