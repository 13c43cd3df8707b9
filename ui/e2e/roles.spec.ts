import { expect, test, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFactory } from './factory';
import { FACTORY_NAME, Service } from './service';

const FACTORY_ID = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/weir/providers/Microsoft.DataFactory/factories/${FACTORY_NAME}`;
const service = new Service();
let runId = '';
let goingId = '';
const tokens: Record<string, string> = {};
const ROLES = ['Reader', 'Monitoring Reader', 'Data Factory Contributor', 'Owner'] as const;
type Role = (typeof ROLES)[number];

test.beforeAll(async () => {
  await service.start();
  service.weir('apply', writeFactory(service.folder), '--factory', FACTORY_NAME);
  await send(service.token, 'PUT', `/weir${FACTORY_ID}/alerts/StockFails`, {
    properties: {
      condition: { type: 'Failed' },
      actions: [{ type: 'Webhook', url: 'https://chat.example.com/hook' }],
    },
  });
  runId = await service.run('CheckStock', { fail: true });
  goingId = await service.run('Reindex');
  await service.over(runId);
  for (const role of ROLES) {
    const made = execFileSync(
      process.env.WEIR ?? '../build/weir',
      // prettier-ignore
      ['token', 'create', role.replaceAll(' ', '-'), '--role', role, '--data', join(service.folder, 'service'), '--json'],
      { encoding: 'utf8' },
    );
    const { token, secret } = JSON.parse(made) as { token?: string; secret?: string };
    tokens[role] = token ?? secret ?? '';
  }
});
test.afterAll(() => service.end());

function send(token: string, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${service.url}${path}${path.includes('?') ? '&' : '?'}api-version=2018-06-01`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Where an act is offered, and the call that it makes. */
interface Act {
  at: () => string;
  /** Shown when the screen is ready. */
  ready: RegExp;
  button: RegExp;
  before?: (page: Page) => Promise<void>;
  method: string;
  path: () => string;
  body?: unknown;
}
const ACTS: Record<string, Act> = {
  'run again': {
    at: () => `runs/${runId}`,
    ready: /warehouse 7/,
    button: /^Run again/,
    method: 'POST',
    path: () => `${FACTORY_ID}/pipelines/CheckStock/createRun`,
  },
  cancel: {
    at: () => `runs/${goingId}`,
    ready: /Rebuild the index/,
    button: /^Cancel/,
    method: 'POST',
    path: () => `${FACTORY_ID}/pipelineruns/${runId}/cancel`,
  },
  'stop a trigger': {
    at: () => 'triggers/EachHour',
    ready: /Next 10 fires/,
    button: /^(Stop|Start)$/,
    method: 'POST',
    path: () => `${FACTORY_ID}/triggers/EachHour/start`,
  },
  backfill: {
    at: () => 'triggers/EachHour',
    ready: /Next 10 fires/,
    button: /^Backfill/,
    method: 'POST',
    path: () => `/weir${FACTORY_ID}/triggers/EachHour/backfill`,
    body: { from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z', dryRun: true },
  },
  'make a rule': {
    at: () => 'alerts',
    ready: /StockFails/,
    button: /^New rule/,
    method: 'PUT',
    path: () => `/weir${FACTORY_ID}/alerts/Mine`,
    body: {
      properties: {
        condition: { type: 'Failed' },
        actions: [{ type: 'Webhook', url: 'https://h.example.com/x' }],
      },
    },
  },
  'edit a rule': {
    at: () => 'alerts/StockFails',
    ready: /Who is told/,
    button: /^(Edit|More of StockFails)$/,
    method: 'DELETE',
    path: () => `/weir${FACTORY_ID}/alerts/Nobody`,
  },
  'test a rule': {
    at: () => 'alerts/StockFails',
    ready: /Who is told/,
    button: /^Test$/,
    method: 'POST',
    path: () => `/weir${FACTORY_ID}/alerts/StockFails/test`,
  },
  'write a pipeline': {
    at: () => 'author/pipeline/CheckStock',
    ready: /Is it wrong/,
    button: /^(Save|Delete|Rename|Copy|New|Add|Run|Run …|Debug)/,
    method: 'PUT',
    path: () => `${FACTORY_ID}/pipelines/Mine`,
    body: { properties: { activities: [] } },
  },
  'test a connection': {
    at: () => 'manage/linked-services?open=Files',
    ready: /FileServer/,
    button: /^Test the connection/,
    method: 'POST',
    path: () => `/weir${FACTORY_ID}/linkedservices/Files/testConnection`,
    body: {},
  },
  'ask for keys': {
    at: () => 'manage/runtimes?keys=WarehouseGateway',
    ready: /On the machine/,
    button: /^Ask for the keys/,
    method: 'POST',
    path: () => `${FACTORY_ID}/integrationRuntimes/WarehouseGateway/listAuthKeys`,
  },
};
/** Screens that show nothing but runs. */
const RUNS = new Set(['run again', 'cancel']);

async function enter(page: Page, role: Role) {
  await page.goto(`${service.url}/`);
  await page.getByLabel('Token').fill(tokens[role] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Screens', exact: true })).toBeVisible();
}

for (const role of ROLES) {
  const acts = role === 'Data Factory Contributor' || role === 'Owner';
  test(`${role}: what is offered is what the service allows`, async ({ page }) => {
    await enter(page, role);
    for (const [name, act] of Object.entries(ACTS)) {
      const answer = await send(tokens[role] ?? '', act.method, act.path(), act.body);
      expect(answer.status === 403, `${name} is refused`).toBe(!acts);
      if (role === 'Reader' && RUNS.has(name)) continue;
      await page.goto(`${service.url}/ui/f/${FACTORY_NAME}/${act.at()}`);
      await expect(page.getByText(act.ready).first(), name).toBeVisible();
      const buttons = page.getByRole('button', { name: act.button });
      if (acts) await expect(buttons.first(), name).toBeVisible();
      else await expect(buttons, name).toHaveCount(0);
    }
  });
}

test('who may not see runs is shown no screen of runs', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('403')) said.push(message.text());
  });
  await enter(page, 'Reader');
  const nav = page.getByRole('navigation', { name: 'Screens', exact: true });
  await expect(nav.getByRole('link', { name: 'Alerts' })).toBeVisible();
  for (const screen of ['Overview', 'Runs', 'Grid', 'Trigger runs']) {
    await expect(nav.getByRole('link', { name: screen, exact: true })).toHaveCount(0);
  }
  await expect(page.getByText('Not live')).toBeVisible();
  await expect(page.getByText('The service is away')).toHaveCount(0);
  await page.goto(`${service.url}/ui/begin`);
  await expect(page.getByText('Your roles let you add nothing here')).toBeVisible();
  await expect(page.getByRole('button', { name: /Apply a folder/ })).toHaveCount(0);
  expect(said.filter((one) => one.includes('/events'))).toEqual([]);
});
