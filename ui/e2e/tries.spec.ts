// What is written is tried before it is saved: dry, once, with breakpoints, against past runs.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, runs, test, url } from './page';

const box = (page: Page, name: string) => page.locator('.react-flow__node', { hasText: name });
const serious = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations
    .filter((one) => ['serious', 'critical'].includes(one.impact ?? ''))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join('\n')}`);

test('a dry run walks what is written, with answers that one gives', async ({ page }) => {
  await page.goto(url('author/pipeline/NightlyLoad'));
  await expect(box(page, 'Each region')).toBeVisible();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Dry run' }).click();
  await dialog.getByRole('button', { name: 'Try', exact: true }).click();
  const report = dialog.getByRole('region', { name: 'What the dry run did' });
  await expect(report.getByRole('status')).toContainText('of virtual time');
  await expect(report.getByRole('button', { name: /Copy orders \[3\]/ })).toBeVisible();
  await report.getByRole('button', { name: /Note the start/ }).click();
  await expect(report.getByText('"begun"').first()).toBeVisible();
  expect(await serious(page)).toEqual([]);
  await dialog
    .getByLabel('Answers of activities, as JSON')
    .fill('{"Copy orders": {"error": {"errorCode": "7", "message": "the disk is full"}}}');
  await dialog.getByRole('button', { name: 'Try', exact: true }).click();
  await expect(report.getByText('the disk is full').first()).toBeVisible();
  await dialog.getByLabel('Answers of activities, as JSON').fill('[');
  await expect(dialog.getByRole('button', { name: 'Try', exact: true })).toBeDisabled();
});

test('a draft is run once, as far as an activity', async ({ page }) => {
  await page.goto(url('author/pipeline/CheckStock?at=Count'));
  await expect(box(page, 'Count')).toBeVisible();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'As written' }).click();
  await dialog.getByLabel('Debug until').selectOption('Count');
  await dialog.getByLabel('fail bool').selectOption('true');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page).toHaveURL(/runs\/[0-9a-f-]{36}/);
  // What comes behind it would have failed.
  await expect(page.getByText('Succeeded').first()).toBeVisible();
});

test('a debug run pauses at a breakpoint, steps, goes on; another is stopped', async ({ page }) => {
  await page.goto(url('author/pipeline/CheckStock?at=Count'));
  await page.getByRole('button', { name: 'Breakpoint' }).click();
  await expect(page).toHaveURL(/stops=Count/);
  await expect(box(page, 'Count').getByLabel('Breakpoint')).toBeVisible();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Pauses before Count.')).toBeVisible();
  await dialog.getByLabel('fail bool').selectOption('true');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  const dock = page.getByRole('region', { name: 'Debug run' });
  const where = dock.locator('.debug-where');
  await expect(where).toContainText('Paused before Count');
  await expect(box(page, 'Count').getByText('Paused before it')).toBeVisible();
  await expect(dock.getByRole('region', { name: 'Its input' })).toContainText(
    'waitTimeInSeconds: 0',
  );
  expect(await serious(page)).toEqual([]);
  // It is there again after a reload, and pauses before the next.
  await page.reload();
  await expect(where).toContainText('Paused before Count');
  await page.keyboard.press('F10');
  await expect(where).not.toContainText('Paused before Count');
  await expect(where).toContainText('Paused before');
  await dock.getByRole('button', { name: 'Continue' }).click();
  await expect(where).toContainText('The debug run is over.');
  await expect(where).toContainText('Failed');
  await dock.getByRole('button', { name: 'Close' }).click();
  await expect(dock).toHaveCount(0);

  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(where).toContainText('Paused before Count');
  await dock.getByRole('button', { name: 'Stop' }).click();
  await expect(where).toContainText('Cancelled');
});

test('expressions show what they give in a past run', async ({ page }) => {
  await page.goto(url('author/pipeline/NightlyLoad?at=Each+region'));
  await page.getByLabel('Values of the run').selectOption(runs().nightly ?? '');
  await expect(page).toHaveURL(/run=/);
  await expect(page.locator('.past').first()).toContainText('["north","south","east","west"]');
  await page.goto(
    url(
      `author/pipeline/NightlyLoad?at=Each+region%3Aactivities%2FCopy+orders&run=${runs().nightly ?? ''}`,
    ),
  );
  // Of the iteration that failed.
  await expect(page.locator('.past').first()).toContainText('"east"');
  expect(await serious(page)).toEqual([]);
});

test('the first rows of a dataset are looked at', async ({ page }) => {
  await page.goto(url('author/dataset/OrderFile'));
  await page.getByRole('button', { name: 'First rows' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('region string').fill('nowhere');
  await dialog.getByRole('button', { name: /^Read/ }).click();
  await expect(dialog.getByRole('alert')).toContainText('nowhere.csv');
  await dialog.getByLabel('region string').fill('north');
  await dialog.getByRole('button', { name: /^Read/ }).click();
  await expect(dialog.getByRole('region', { name: 'First rows' })).toBeVisible();
  await expect(dialog.getByRole('status')).toContainText(/the first of more, read in/);
  expect(await serious(page)).toEqual([]);
});
