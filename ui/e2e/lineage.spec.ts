import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, runs, test, url } from './page';

const box = (page: Page, name: RegExp | string) =>
  page.locator('.react-flow__node').filter({ hasText: name });
const side = (page: Page) => page.locator('aside.lin-panel');

test('shows what is made of what, and what is known of each', async ({ page }) => {
  await page.goto(url('lineage'));
  await expect(box(page, 'OrderFile')).toBeVisible();
  await box(page, 'Archive').click();
  await expect(side(page)).toContainText('Made by');
  await expect(page).toHaveURL(/node=d%3AArchive/);
  await side(page).getByRole('button', { name: 'Copy orders' }).click();
  await expect(side(page)).toContainText('in Each region');
  await expect(side(page)).toContainText('Last run');
});

test('shows only what is around something, by steps and side', async ({ page }) => {
  await page.goto(url('lineage?node=d%3AArchive'));
  await side(page).getByRole('button', { name: 'Upstream' }).click();
  await expect(page).toHaveURL(/focus=d%3AArchive.*direction=up/);
  await expect(page.getByText('around Archive')).toBeVisible();
  await page.getByRole('radio', { name: 'Downstream' }).click();
  await expect(box(page, 'OrderFile')).toHaveCount(0);
  await page.goBack();
  await page.goto(url('lineage?focus=d%3AArchive&direction=up&steps=1'));
  await expect(page.getByRole('radio', { name: '1', exact: true })).toBeChecked();
  await expect(box(page, 'OrderFile')).toBeVisible();
});

test('folds into stores and pipelines, and opens them', async ({ page }) => {
  await page.goto(url('lineage'));
  await page.getByRole('button', { name: /^Each/ }).click();
  await page.getByRole('menuitem', { name: 'Pipeline' }).click();
  await expect(page).toHaveURL(/by=pipelines/);
  await expect(box(page, 'NightlyLoad')).toBeVisible();
  await expect(box(page, 'Weekly')).toBeVisible();
  await page.goto(url('lineage?by=stores&node=s%3AFiles'));
  await expect(box(page, 'Files')).toContainText('2 datasets');
  await side(page).getByRole('button', { name: 'Show 2 datasets' }).click();
  await expect(box(page, 'OrderFile')).toBeVisible();
});

test('is searched and walked with the keyboard alone', async ({ page }) => {
  await page.goto(url('lineage'));
  await expect(box(page, 'Archive')).toBeVisible();
  await page.getByRole('combobox', { name: 'Find in the graph' }).focus();
  await page.keyboard.type('arch');
  await expect(page.getByRole('option', { name: /Archive/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(side(page)).toContainText('Archive');
  await side(page).getByRole('button', { name: 'Only around it' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/focus=d%3AArchive/);
});

test('a run shows its rows and bytes', async ({ page }) => {
  await page.goto(url(`lineage?run=${runs().nightlyGood ?? ''}`));
  await expect(page.locator('.react-flow__edge-text').first()).toContainText(/rows/);
  await expect(page.getByText('what one run read and wrote')).toBeVisible();
  await expect(page.getByRole('link', { name: 'NightlyLoad' })).toBeVisible();
});

test('is coloured by how old data is, and shows columns', async ({ page }) => {
  await page.goto(url('lineage?colour=freshness'));
  await expect(box(page, 'Archive')).toContainText('under an hour');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Columns' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/show=columns/);
  await expect(box(page, 'Copy orders')).toHaveCount(0);
});

for (const [name, inside] of [
  ['Picture as shown, SVG', '<svg'],
  ['Picture as shown, PNG', 'PNG'],
  ['OpenLineage events', 'openlineage.io'],
  ['One page for the browser, HTML', '<!doctype html>'],
] as const) {
  test(`is saved: ${name}`, async ({ page }) => {
    await page.goto(url('lineage'));
    await expect(box(page, 'Archive')).toBeVisible();
    await page.getByRole('button', { name: 'Save as' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name }).click();
    const file = readFileSync(await (await download).path(), 'latin1');
    expect(file.toLowerCase()).toContain(inside.toLowerCase());
  });
}

test('shows the call and the command', async ({ page }) => {
  await page.goto(url('lineage?focus=d%3AArchive&direction=up'));
  await page.getByRole('button', { name: 'As an API call and a command' }).click();
  await expect(page.getByRole('dialog')).toContainText('weir lineage --dataset Archive --upstream');
});
