// A factory that was applied from Git is read there, and changed there.
import { test as bare, expect } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFactory } from './factory';
import { FACTORY_NAME, Service } from './service';
import { signIn } from './page';

const service = new Service();
bare.beforeAll(async () => {
  await service.start();
  const git = join(service.folder, '.git');
  mkdirSync(git);
  writeFileSync(join(git, 'HEAD'), '1a2b3c4d5e6f7a8b9c0d\n');
  writeFileSync(
    join(git, 'config'),
    '[remote "origin"]\n\turl = https://jo:hunter2@git.example/orders.git\n',
  );
  service.weir('apply', writeFactory(service.folder), '--factory', FACTORY_NAME);
});
bare.afterAll(() => service.end());

bare('what Git has is read-only, with its file, and can still be run', async ({ page }) => {
  await signIn(page, service.url, service.token);
  await page.goto(`${service.url}/ui/f/${FACTORY_NAME}/author/pipeline/Heartbeat?at=Beat`);
  await expect(page.getByText('Read-only: it is applied from Git.')).toBeVisible();
  await expect(page.locator('.source-file')).toContainText('pipeline/Heartbeat.json');
  await expect(page.getByText('commit 1a2b3c4d5e')).toBeVisible();
  await expect(page.getByRole('link', { name: 'git.example/orders' })).toHaveAttribute(
    'href',
    'https://git.example/orders',
  );
  expect(await page.content()).not.toContain('hunter2');
  // Nothing invites to type, and nothing is empty.
  const form = page.locator('.author-side .form');
  await expect(form.locator('.field-value').first()).toHaveText('Beat');
  await expect(form.locator('input, textarea, select, [contenteditable=true]')).toHaveCount(0);
  for (const part of await form.locator('.form-part').all()) {
    await expect(part.locator('.field').first()).toBeVisible();
  }
  await page.getByRole('button', { name: 'Copy the path' }).isVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Make a resource' })).toHaveCount(0);
  const found = await new AxeBuilder({ page }).analyze();
  expect(
    found.violations.filter((one) => ['serious', 'critical'].includes(one.impact ?? '')),
  ).toEqual([]);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page).toHaveURL(/runs\/[0-9a-f-]{36}/);
});
