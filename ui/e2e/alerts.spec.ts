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
      ] as const) {
        await goTo(page, path);
        await expect(page.getByText(shown).first()).toBeVisible();
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
