import { test as bare, expect } from '@playwright/test';
import { join } from 'node:path';
import { writeFactory } from './factory';
import { Service } from './service';

bare.describe.configure({ mode: 'serial' });
const service = new Service();
bare.beforeAll(() => service.start());
bare.afterAll(() => service.end());
bare.beforeEach(async ({ page }) => {
  await page.goto(`${service.url}/`);
  await page.getByLabel('Token').fill(service.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
});

bare('an empty service leads from nothing to rows', async ({ page }) => {
  await expect(page.getByText('This service has no factory yet')).toBeVisible();
  await page.getByRole('button', { name: /^Open a sample/ }).click();
  await page.getByLabel(/Folder on the service/).fill(join(service.folder, 'sample'));
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByText('5 rows arrived')).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Grace Hopper' })).toBeVisible();
  await page.getByRole('button', { name: 'Load February too' }).click();
  await expect(page.getByText('6 rows arrived')).toBeVisible();
  await page.getByRole('link', { name: 'Where the rows came from' }).click();
  await expect(
    page.locator('.react-flow__node').filter({ hasText: 'Orders' }).first(),
  ).toBeVisible();
});

bare('a folder is applied, after its plan', async ({ page }) => {
  await expect(page.getByLabel('Token')).toHaveCount(0);
  await page.goto(`${service.url}/ui/begin?do=folder`);
  await page.locator('input[type=file]').setInputFiles(writeFactory(service.folder));
  await expect(page.getByLabel('Name of the factory')).toHaveValue('orders-factory');
  await page.getByRole('button', { name: 'See what would change', exact: true }).click();
  await expect(page.getByText('NightlyLoad').first()).toBeVisible();
  await page.getByRole('button', { name: /^Apply \d+ changes/ }).click();
  await expect(page).toHaveURL(/f\/orders-factory\/overview/);
});

bare('a gateway gets a key and the commands', async ({ page }) => {
  await expect(page.getByLabel('Token')).toHaveCount(0);
  await page.goto(`${service.url}/ui/begin?do=gateway`);
  await page.getByRole('button', { name: 'Make it, and a key' }).click();
  await expect(page.getByText(/weir gateway register --server .* --key IR@/)).toBeVisible();
  await expect(page.getByText('Waiting for the first node')).toBeVisible();
});
