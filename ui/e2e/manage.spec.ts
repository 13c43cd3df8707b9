import { expect, test, url } from './page';

test('lists linked services with what hangs on them', async ({ page }) => {
  await page.goto(url('manage'));
  await expect(page).toHaveURL(/manage\/linked-services/);
  const row = page.getByRole('row').filter({ hasText: 'FileServer' });
  await expect(row).toContainText('Files');
  await expect(row).toContainText('2');
  await row.click();
  const dialog = page.getByRole('dialog', { name: 'Files' });
  await dialog.getByRole('button', { name: 'Test the connection' }).click();
  await expect(dialog.getByText('Succeeded')).toBeVisible();
  await expect(page).toHaveURL(/open=Files/);
});

test('keys are shown when asked for, and made anew', async ({ page }) => {
  await page.goto(url('manage/runtimes'));
  await expect(page.getByText('No node yet')).toBeVisible();
  await page.getByRole('button', { name: 'Keys, add a node' }).click();
  await expect(page.getByText(/IR@/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Ask for the keys' }).click();
  const first = page.locator('.man-key').first();
  await expect(first).toContainText('•••');
  await first.getByRole('button', { name: 'Show Key 1' }).click();
  const before = await first.locator('code').textContent();
  await first.getByRole('button', { name: 'Make a new Key 1' }).click();
  await expect(page.getByRole('dialog')).toContainText('regenerateAuthKey');
  await page.getByRole('button', { name: 'Make a new key', exact: true }).click();
  await expect(first.locator('code')).not.toHaveText(before ?? '');
});

test('usage by pipeline is sorted, and leads to the runs', async ({ page }) => {
  await page.goto(url('manage/usage'));
  const rows = page.getByRole('grid', { name: 'Usage by pipeline' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Heartbeat' })).toBeVisible();
  await page.getByRole('columnheader', { name: 'Failed' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=failed/);
  await rows.filter({ hasText: 'CheckStock' }).click();
  await expect(page).toHaveURL(/runs\?pipeline=CheckStock/);
});

test('says how the service is, and what is done where it runs', async ({ page }) => {
  await page.goto(url('manage/service'));
  await expect(page.getByText('The service is well')).toBeVisible();
  await page.getByRole('link', { name: 'Access' }).click();
  await expect(page.getByText('the whole service')).toBeVisible();
  await expect(page.getByText('weir audit list --limit 50')).toBeVisible();
});
