import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { writeFactory } from './factory';
import { signIn } from './page';
import { FACTORY_NAME, Service } from './service';

/** Where pictures go, as looks.spec.ts has it. */
const PICTURES = process.env.WEIR_UI_SCREENS;

/** Rules for the factory: one that reaches somebody, one that does not, one with nothing to tell. */
function writeRules(factory: string, port: number): void {
  const webhook = (at: string, form: string) => ({
    type: 'Webhook',
    form,
    url: { type: 'SecureString', value: at },
  });
  const rules: Record<string, object> = {
    StockIsWrong: {
      description: 'The shelves do not hold what the books say.',
      condition: { type: 'Failed' },
      scope: { pipelines: ['CheckStock'] },
      group: '00:00:01',
      actions: [webhook(`http://127.0.0.1:${port}/services/secret`, 'slack')],
    },
    NightFailed: {
      condition: { type: 'Failed' },
      scope: { annotations: ['nightly'] },
      group: '00:00:01',
      actions: [
        webhook(`http://127.0.0.1:${port}/services/secret`, 'teams'),
        {
          type: 'Email',
          host: '127.0.0.1',
          port: 1,
          from: 'weir@example.com',
          to: ['ann@example.com'],
        },
      ],
    },
    IndexTooLong: {
      condition: { type: 'Long', duration: '06:00:00' },
      scope: { pipelines: ['Reindex'] },
      actions: [webhook(`http://127.0.0.1:${port}/services/secret`, 'json')],
    },
  };
  mkdirSync(join(factory, 'alert'), { recursive: true });
  for (const [name, properties] of Object.entries(rules)) {
    writeFileSync(join(factory, 'alert', `${name}.json`), JSON.stringify({ name, properties }));
  }
}

/** A service of its own, and somebody who is told. */
const service = new Service();
const got: string[] = [];
let receiver: Server;
test.beforeAll(async () => {
  receiver = createServer((request, answer) => {
    request.on('data', (chunk) => got.push(String(chunk)));
    request.on('end', () => answer.end());
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => receiver.once('listening', listening));
  await service.start(0, '--allow-address', '127.0.0.0/8');
  const factory = writeFactory(service.folder);
  writeRules(factory, (receiver.address() as AddressInfo).port);
  service.weir('apply', factory, '--factory', FACTORY_NAME);
  for (const [name, parameters] of [
    ['CheckStock', { fail: true }],
    ['CheckStock', {}],
    ['NightlyLoad', {}],
  ] as const) {
    await service.over(await service.run(name, parameters));
  }
});
test.afterAll(async () => {
  await service.end();
  receiver.closeAllConnections();
  receiver.close();
});

test.beforeEach(({ page }) => signIn(page, service.url, service.token));

const goTo = (page: Page, path: string) => page.goto(`${service.url}/ui/f/${FACTORY_NAME}/${path}`);

test('rules are listed with their state, and are found', async ({ page }) => {
  await goTo(page, 'alerts');
  const row = (name: RegExp) => page.getByRole('row', { name });
  await expect(row(/NightFailed/)).toContainText('Alert');
  await expect(row(/StockIsWrong/)).toContainText('Quiet');
  await expect(row(/IndexTooLong/)).toContainText('a run takes longer than 6 hours');
  await expect(row(/StockIsWrong/)).toContainText('Slack');
  await expect(page.getByText('3 rules, 1 alert not over')).toBeVisible();
  await page.getByRole('searchbox').fill('ann@');
  await expect(page).toHaveURL(/q=ann/);
  await expect(row(/StockIsWrong/)).toHaveCount(0);
  await row(/NightFailed/).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/alerts\/NightFailed/);
});

test('what was told to whom, and what became of it', async ({ page }) => {
  await goTo(page, 'alerts?view=told');
  const told = page.getByRole('list', { name: 'What was told' });
  const notice = (rule: string) => told.getByRole('listitem').filter({ hasText: rule });
  await expect(notice('StockIsWrong').first()).toContainText('Sent http://127.0.0.1');
  await expect(notice('StockIsWrong').filter({ hasText: 'Over' }).first()).toBeVisible();
  await expect(notice('NightFailed').first()).toContainText('To be tried again');
  await expect(notice('NightFailed').first()).toContainText('ann@example.com by 127.0.0.1:1');
  await expect(told).not.toContainText('secret');
  await page.getByRole('button', { name: 'What became of it' }).click();
  await page.getByRole('option', { name: 'To be tried again' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/outcome=Again/);
  await expect(notice('StockIsWrong')).toHaveCount(0);
  await notice('NightFailed').getByRole('link', { name: 'NightlyLoad' }).first().click();
  await expect(page).toHaveURL(/runs\/[0-9a-f-]{36}/);
});

test('a rule is tested, with the call beside', async ({ page }) => {
  await goTo(page, 'alerts/StockIsWrong');
  await expect(page.getByText('a run fails', { exact: true })).toBeVisible();
  const before = got.length;
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(page).toHaveURL(/do=test/);
  const asked = page.getByRole('dialog', { name: 'Test StockIsWrong' });
  await expect(asked).toContainText('weir alert test StockIsWrong');
  await expect(asked).toContainText('/alerts/StockIsWrong/test?api-version');
  await asked.getByRole('button', { name: 'Send a test' }).click();
  await expect(asked).toContainText('Sent to http://127.0.0.1');
  expect(got.slice(before).join('')).toContain('this is a test');
  await asked.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByRole('list', { name: 'Told by StockIsWrong' })).toContainText('Test');
});

test('a test that does not come through says why', async ({ page }) => {
  await goTo(page, 'alerts');
  await page
    .getByRole('row', { name: /NightFailed/ })
    .getByRole('button', { name: 'Test' })
    .click();
  const asked = page.getByRole('dialog', { name: 'Test NightFailed' });
  await asked.getByRole('button', { name: 'Send a test' }).click();
  await expect(asked).toContainText('Sent to http://127.0.0.1');
  await expect(asked).toContainText('Not sent to ann@example.com by 127.0.0.1:1');
  await expect(asked.getByRole('button', { name: 'Send it again' })).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  for (const [size, width, height] of [
    ['wide', 1360, 820],
    ['phone', 390, 800],
  ] as const) {
    test(`can be read by all, ${size} and ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height });
      for (const [name, path, shown] of [
        ['alerts', 'alerts', /StockIsWrong/],
        ['alerts-told', 'alerts?view=told', /To be tried again/],
        ['alert', 'alerts/NightFailed', /Who is told/],
        ['alert-test', 'alerts/StockIsWrong?do=test', /Send a test/],
        ['alert-edit', 'alerts/NightFailed?do=edit', /Mail server/],
        ['alert-new', 'alerts?do=new', /It tells when/],
      ] as const) {
        await goTo(page, path);
        await expect(page.getByText(shown).first()).toBeVisible();
        if (name === 'alert-new') {
          const make = page.getByRole('button', { name: 'Make it' });
          await make.scrollIntoViewIfNeeded();
          await expect(make).toBeInViewport();
        }
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(over, name).toBeLessThanOrEqual(0);
        const found = await new AxeBuilder({ page }).analyze();
        expect(
          found.violations
            .filter((one) => ['serious', 'critical'].includes(one.impact ?? ''))
            .map((one) => `${name} ${one.id}: ${one.nodes.map((node) => node.html).join('\n')}`),
        ).toEqual([]);
        if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${size}-${scheme}.png` });
      }
    });
  }
}

/** What the service has of a rule. */
const kept = (name: string) =>
  fetch(
    `${service.url}/weir/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/weir/providers/Microsoft.DataFactory/factories/${FACTORY_NAME}/alerts/${name}?api-version=2018-06-01`,
    { headers: { Authorization: `Bearer ${service.token}` } },
  );
const properties = async (name: string) =>
  ((await (await kept(name)).json()) as { properties: Record<string, unknown> }).properties;

test('a rule is made, edited, turned off and on, copied and deleted', async ({ page }) => {
  const sent: string[] = [];
  page.on('response', (answer) => {
    if (answer.url().includes('/alerts'))
      void answer.text().then(
        (text) => sent.push(text),
        () => undefined,
      );
  });
  await goTo(page, 'alerts');
  await page.getByRole('button', { name: 'New rule' }).click();
  await expect(page).toHaveURL(/alerts\?do=new/);
  const form = page.getByRole('form', { name: 'New rule' });
  // Nothing is scolded before one has come to it.
  await expect(form.locator('.rule-said.bad')).toHaveCount(0);
  await form.getByRole('button', { name: 'Make it' }).click();
  await expect(form.getByText('A rule needs a name.')).toBeVisible();
  await expect(form.getByText("'url' must be a text")).toBeVisible();
  await expect(form.getByLabel('Name')).toBeFocused();
  await form.getByLabel('Name').fill('StockFails');
  await form.getByLabel('How often').fill('2');
  await form.getByLabel('Within', { exact: true }).fill('30');
  await form.getByLabel('Within: unit', { exact: true }).selectOption('minutes');
  await form.getByLabel('Pipelines').fill('CheckStok');
  await form.getByLabel('Pipelines').press('Enter');
  await expect(form.getByText("there is no pipeline 'CheckStok'")).toBeVisible();
  await form.getByRole('button', { name: 'Take CheckStok away' }).click();
  await form.getByLabel('Pipelines').fill('CheckStock');
  await form.getByLabel('Channel 1', { exact: true }).selectOption('Slack');
  const { port } = receiver.address() as AddressInfo;
  await form.getByLabel('Address').fill('ftp://nowhere');
  await expect(form.getByText("'url' must begin with https://")).toBeVisible();
  await expect(form.getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
  await form.getByLabel('Address').fill(`http://127.0.0.1:${port}/typed-secret`);
  await form.getByLabel('One notice for what comes within', { exact: true }).fill('0');
  await expect(form.getByRole('status').first()).toHaveText(
    'When a run of CheckStock fails 2 times in 30 minutes, tell Slack, and again when it is over.',
  );
  await form.getByRole('button', { name: 'Make it' }).click();
  const make = page.getByRole('dialog', { name: 'Make StockFails' });
  await make.getByText('The same without the screen').click();
  await expect(make).toContainText('curl -X PUT');
  await expect(make).not.toContainText('typed-secret');
  await make.getByRole('button', { name: 'Make it' }).click();
  await expect(page).toHaveURL(/alerts\/StockFails$/);
  expect(await properties('StockFails')).toEqual({
    condition: { type: 'Failed', times: 2, within: '00:30:00' },
    scope: { pipelines: ['CheckStock'] },
    group: '00:00:00',
    actions: [
      { type: 'Webhook', form: 'slack', url: { type: 'SecureString', value: '**********' } },
    ],
  });

  // It does what it says: the second failure is told.
  const before = got.length;
  await service.over(await service.run('CheckStock', { fail: true }));
  await service.over(await service.run('CheckStock', { fail: true }));
  await expect
    .poll(() => got.slice(before).join(''), { timeout: 15_000 })
    .toContain('failed 2 times within 00:30:00');

  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(page).toHaveURL(/StockFails\?do=edit/);
  await page.reload();
  const edit = page.getByRole('form', { name: 'Edit StockFails' });
  await expect(edit.getByText('stays as it is kept')).toBeVisible();
  await edit.getByLabel('How often').fill('3');
  await edit.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Mail' }).click();
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit.getByText("'host' must be a text")).toBeVisible();
  await edit.getByLabel('To', { exact: true }).fill('bo@example.com');
  await edit.getByLabel('From', { exact: true }).fill('weir@example.com');
  await edit.getByLabel('Mail server').fill('mail.example.com');
  await edit.getByRole('button', { name: 'Save' }).click();
  const save = page.getByRole('dialog', { name: 'Save StockFails' });
  const changes = save.getByLabel('What changes');
  await expect(changes).toContainText('How often23');
  await expect(changes).toContainText('Told, toobo@example.com by mail');
  await save.getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(/alerts\/StockFails$/);
  await expect(page.getByText('a run fails 3 times in 30 minutes')).toBeVisible();
  const tested = got.length;
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect.poll(() => got.length, { timeout: 15_000 }).toBeGreaterThan(tested);
  await page.getByRole('button', { name: 'Close' }).last().click();

  const more = async (what: string) => {
    await page.getByRole('button', { name: 'More of StockFails' }).click();
    await page.getByRole('menuitem', { name: what }).click();
  };
  await more('Turn off');
  await expect(page.getByRole('dialog')).toContainText('curl -X PUT');
  await page.getByRole('button', { name: 'Turn StockFails off' }).click();
  await expect(page.getByText('Off', { exact: true })).toBeVisible();
  expect((await properties('StockFails')).enabled).toBe(false);
  await more('Turn on');
  await page.getByRole('button', { name: 'Turn StockFails on' }).click();
  await expect(page.getByText('Off', { exact: true })).toHaveCount(0);

  await more('Copy');
  await expect(page).toHaveURL(/alerts\?do=new&from=StockFails/);
  const copy = page.getByRole('form', { name: 'New rule' });
  await expect(copy.getByLabel('How often')).toHaveValue('3');
  await copy.getByLabel('Name').fill('stockfails');
  await expect(copy.getByText('There is a rule of that name.')).toBeVisible();
  await copy.getByLabel('Name').fill('StockFailsToo');
  await expect(copy.getByLabel('Address')).toHaveValue('');
  await copy.getByLabel('Address').fill('https://chat.example.com/other');
  await copy.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
  await expect(page).toHaveURL(/alerts\/StockFailsToo$/);

  for (const name of ['StockFailsToo', 'StockFails']) {
    await goTo(page, 'alerts');
    await page.getByRole('button', { name: `More of ${name}`, exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(page.getByRole('dialog')).toContainText('curl -X DELETE');
    await page.getByRole('button', { name: `Delete ${name}`, exact: true }).click();
    await expect(page.getByRole('row', { name: new RegExp(`${name}\\b`) })).toHaveCount(0);
    expect((await kept(name)).status).toBe(404);
  }
  expect(sent.join('')).toContain('StockFails');
  expect(sent.join('')).not.toContain('typed-secret');
});

test('who saves second sees that somebody was first', async ({ page }) => {
  await goTo(page, 'alerts/IndexTooLong?do=edit');
  const form = page.getByRole('form', { name: 'Edit IndexTooLong' });
  await form.getByLabel('Description').fill('mine');
  const theirs = await properties('IndexTooLong');
  const answer = await fetch((await kept('IndexTooLong')).url, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${service.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ properties: { ...theirs, description: 'theirs' } }),
  });
  expect(answer.status).toBe(200);
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  const lost = page.getByRole('dialog', { name: 'Somebody else saved it first' });
  await lost.getByRole('button', { name: 'Keep mine' }).click();
  await expect(form.getByLabel('Description')).toHaveValue('mine');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('What changes')).toContainText('Descriptiontheirsmine');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(/IndexTooLong$/);
  expect((await properties('IndexTooLong')).description).toBe('mine');
});
