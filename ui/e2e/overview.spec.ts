import { expect, test, url } from './page';

test('each number leads to its list', async ({ page }) => {
  await page.getByRole('link', { name: /^Failed/ }).click();
  await expect(page).toHaveURL(/runs\?status=Failed&span=24h/);
  const rows = page.getByRole('grid', { name: 'Runs' }).getByRole('row');
  await expect(rows.nth(1)).toContainText('Failed');
  await expect(page.getByText('Succeeded')).toHaveCount(0);
});

test('says what fails, what runs, what waits and for what', async ({ page }) => {
  const panel = (title: string) =>
    page.locator('section.panel', { has: page.getByRole('heading', { name: title }) });
  await expect(panel('Failing now')).toContainText('CheckStock');
  await expect(panel('Failing now')).toContainText('2 in a row');
  await expect(panel('In progress')).toContainText('Reindex');
  await expect(panel('Waiting, and why')).toContainText('at most 1 of pipeline');
  await expect(panel('Next to fire')).toContainText('EachHour');
  await expect(panel('Gateways')).toContainText('WarehouseGateway');
  await expect(panel('The service')).toContainText('Store');
});

test('bars are walked with the keyboard and open their runs', async ({ page }) => {
  await page.getByRole('application', { name: /Runs of the last/ }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/runs\?from=/);
  await expect(page.getByRole('grid', { name: 'Runs' }).getByRole('row').nth(1)).toBeVisible();
});

test('a failing pipeline opens on the leaf that failed', async ({ page }) => {
  await page.getByRole('link', { name: /^Weekly/ }).click();
  await expect(page.getByRole('heading', { name: 'NightlyLoad' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Copy orders' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('east.csv');
});

test('an address leads to where it led before', async ({ page }) => {
  await page.goto(url('overview?span=7d'));
  await expect(page.getByRole('radio', { name: '7d' })).toBeChecked();
});
