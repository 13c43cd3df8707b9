import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { Service } from './service';
import { writeShop } from './shop';

/** Where pictures go, as looks.spec.ts has it. */
const PICTURES = process.env.WEIR_UI_SCREENS;

/** A service of its own: one factory, of version 1. */
const service = new Service();
test.beforeAll(async () => {
  await service.start();
  service.weir('apply', writeShop(service.folder), '--factory', 'shop');
});
test.afterAll(() => service.end());
test.beforeEach(async ({ page }) => {
  await page.goto(`${service.url}/ui/`);
  await page.getByLabel('Token').fill(service.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Grid' })).toBeVisible();
});

const side = (page: Page) => page.getByRole('complementary', { name: 'What is marked' });

test('slices have the colours of their states, and say what blocks them', async ({
  page: shop,
}) => {
  const waiting = shop.getByRole('gridcell', { name: /^DailySales.*Waiting for its inputs/ });
  await expect(waiting).toHaveCount(1);
  await expect(shop.getByRole('gridcell', { name: /^DailySales.*Ready/ })).toHaveCount(2);
  await expect(shop.getByRole('gridcell', { name: /^RawSales.*Failed/ })).toHaveCount(1);
  await expect(
    shop.getByRole('gridcell', { name: /^RawSales.*Not needed yet/ }).first(),
  ).toBeVisible();
  await waiting.click();
  await expect(side(shop)).toContainText('What blocks it');
  const path = side(shop).getByRole('listitem');
  await expect(path.first()).toContainText('CleanSales');
  await expect(path.last()).toContainText('RawSales');
  await expect(path.last()).toContainText("expected data of 'RawSales'");
  if (PICTURES) await shop.screenshot({ path: `${PICTURES}/slices-wide-light.png` });
  await side(shop).getByRole('button', { name: 'RawSales' }).click();
  await expect(shop).toHaveURL(/area=RawSales/);
  await expect(side(shop)).toContainText('Failed');
  const found = await new AxeBuilder({ page: shop }).analyze();
  expect(
    found.violations.filter((one) => ['serious', 'critical'].includes(one.impact ?? '')),
  ).toEqual([]);
});

test('slices are marked with the keyboard and set ready; what waits goes on', async ({
  page: shop,
}) => {
  const failed = shop.getByRole('gridcell', { name: /^RawSales.*Failed/ });
  await failed.click();
  await shop.getByRole('grid').focus();
  await shop.keyboard.press('Shift+ArrowLeft');
  await expect(side(shop)).toContainText('2 slices marked');
  await shop.keyboard.press('ArrowRight');
  await expect(side(shop)).toContainText('Failed');
  // Enter leads to what can be done.
  await shop.keyboard.press('Enter');
  const skip = side(shop).getByRole('button', { name: 'Skip' });
  for (let i = 0; i < 6 && !(await skip.evaluate((one) => one === document.activeElement)); i++) {
    await shop.keyboard.press('Tab');
  }
  await expect(skip).toBeFocused();
  await shop.keyboard.press('Enter');
  const asked = shop.getByRole('dialog', { name: 'Skip' });
  await expect(asked).toContainText('weir slices skip RawSales --from');
  await asked.getByRole('button', { name: 'Skip' }).press('Enter');
  await expect(asked).toHaveCount(0);
  await expect(skip).toBeFocused();
  await expect(shop.getByRole('gridcell', { name: /^RawSales.*Skipped/ })).toHaveCount(1);
  await side(shop).getByRole('button', { name: 'Rerun', exact: true }).click();
  await shop.getByRole('dialog').getByRole('button', { name: 'Rerun' }).click();
  await expect(shop.getByRole('gridcell', { name: /^RawSales.*Skipped/ })).toHaveCount(0);
});

test('an area of the pointer is made again with upstream', async ({ page: shop }) => {
  const cells = shop.getByRole('gridcell', { name: /^CleanSales/ });
  await cells.first().hover();
  await shop.mouse.down();
  await shop
    .getByRole('gridcell', { name: /^DailySales/ })
    .first()
    .hover();
  await shop.mouse.up();
  await expect(side(shop)).toContainText('2 datasets: CleanSales, DailySales');
  await side(shop).getByRole('button', { name: 'Rerun with upstream' }).click();
  const asked = shop.getByRole('dialog', { name: 'Rerun with upstream' });
  await expect(asked).toContainText('--upstream');
  await expect(asked).toContainText('UpstreamInPipeline');
  await asked.getByRole('button', { name: 'Rerun with upstream' }).click();
  await expect(asked).toHaveCount(0);
  await expect(shop.getByRole('gridcell', { name: /^CleanSales.*Ready/ }).first()).toBeVisible();
});

test('activity windows are listed, filtered, and lead to their slices', async ({ page: shop }) => {
  await shop.getByRole('link', { name: 'Windows', exact: true }).first().click();
  await expect(shop.getByRole('heading', { name: 'Windows' })).toBeVisible();
  const rows = shop.getByRole('grid', { name: 'Activity windows' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Ready' })).not.toHaveCount(0);
  await shop.locator('.filters').getByRole('button', { name: 'State' }).click();
  await shop.getByRole('option', { name: 'Waiting' }).click();
  await shop.keyboard.press('Escape');
  await expect(shop).toHaveURL(/state=Waiting/);
  await expect(rows.filter({ hasText: 'Ready' })).toHaveCount(0);
  await expect(rows.filter({ hasText: 'Waiting' })).toHaveCount(2);
  if (PICTURES) await shop.screenshot({ path: `${PICTURES}/activity-windows-wide-light.png` });
  const found = await new AxeBuilder({ page: shop }).analyze();
  expect(
    found.violations.filter((one) => ['serious', 'critical'].includes(one.impact ?? '')),
  ).toEqual([]);
  await rows.filter({ hasText: 'DailySales' }).click();
  await expect(shop).toHaveURL(/grid\?area=DailySales/);
  await expect(side(shop)).toContainText('What blocks it');
});

test('the lineage of slices is by their datasets, coloured by their windows', async ({
  page: shop,
}) => {
  await shop.getByRole('link', { name: 'Lineage', exact: true }).first().click();
  await expect(shop.getByText('3 datasets, 2 activities')).toBeVisible();
  await shop.goto(shop.url().replace('lineage', 'lineage?node=d%3ADailySales'));
  const about = shop.getByRole('complementary');
  await expect(about).toContainText('Made by');
  await expect(shop.locator('.react-flow__node').first()).toBeVisible();
  if (PICTURES) await shop.screenshot({ path: `${PICTURES}/lineage-slices-wide-light.png` });
  await about.getByRole('button', { name: 'Sum' }).click();
  await expect(about).toContainText('Last window');
  await about.getByRole('link', { name: 'all windows of Sales' }).click();
  await expect(shop).toHaveURL(/windows\?pipeline=Sales/);
});

test('linked services and gateways of version 1 are listed', async ({ page: shop }) => {
  await shop.getByRole('link', { name: 'Manage', exact: true }).first().click();
  const files = shop.getByRole('row').filter({ hasText: 'OnPremisesFileServer' });
  await expect(files).toContainText('Files');
  if (PICTURES) await shop.screenshot({ path: `${PICTURES}/manage-version-1-wide-light.png` });
  await files.click();
  await expect(shop.getByRole('dialog', { name: 'Files' })).toContainText('password: "**********"');
  await shop.keyboard.press('Escape');
  await shop.getByRole('link', { name: 'Gateways' }).click();
  await expect(shop.getByText('The factory has no gateways')).toBeVisible();
  await expect(shop.getByRole('link', { name: 'Integration runtimes' })).toHaveCount(0);
});
