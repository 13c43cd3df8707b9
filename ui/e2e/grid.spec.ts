import { expect, test, url } from './page';

test.describe('the grid of pipelines', () => {
  test('is walked with the keyboard: cells, an area, a run', async ({ page }) => {
    await page.goto(url('grid?q=CheckStock'));
    const grid = page.getByRole('grid', { name: /Runs of pipelines/ });
    await expect(grid.getByRole('gridcell', { name: /CheckStock.*Failed/ }).first()).toBeVisible();
    await grid.focus();
    await page.keyboard.press('ArrowRight');
    const side = page.getByRole('complementary', { name: 'What is marked' });
    await expect(side).toContainText('CheckStock');
    await expect(page).toHaveURL(/area=CheckStock/);
    await page.keyboard.press('Shift+ArrowLeft');
    await expect(side).toContainText('2 runs marked');
    await expect(side).toContainText('Failed');
    await page.keyboard.press('Escape');
    await expect(side).toHaveCount(0);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/runs\/[0-9a-f-]{36}/);
    await page.goBack();
    await expect(side).toContainText('CheckStock');
  });

  test('opens a pipeline to its activities', async ({ page }) => {
    await page.goto(url('grid?q=NightlyLoad'));
    await page.getByRole('button', { name: 'Activities of NightlyLoad' }).click();
    await expect(page).toHaveURL(/open=NightlyLoad/);
    const cells = page.getByRole('gridcell', { name: /Each region.*Failed/ });
    await expect(cells.first()).toBeVisible();
    await expect(
      page.getByRole('gridcell', { name: /Note the start.*Succeeded/ }).first(),
    ).toBeVisible();
  });

  test('marks with the pointer, and runs again what failed', async ({ page }) => {
    await page.goto(url('grid?q=CheckStock'));
    const cells = page.getByRole('gridcell');
    await expect(cells).toHaveCount(3);
    await cells.first().hover();
    await page.mouse.down();
    await cells.last().hover();
    await page.mouse.up();
    const side = page.getByRole('complementary', { name: 'What is marked' });
    await expect(side).toContainText('3 runs marked');
    await side.getByRole('button', { name: 'Rerun what failed (2)' }).click();
    const asked = page.getByRole('dialog');
    await expect(asked).toContainText('weir rerun');
    await asked.getByRole('button', { name: 'Leave it' }).click();
  });

  test('has time for its columns, and every part of it in the address', async ({ page }) => {
    await page.goto(url('grid'));
    await page.getByRole('radio', { name: 'By time' }).click();
    await page.getByRole('radio', { name: '1d' }).click();
    await expect(page).toHaveURL(/by=time&span=1d/);
    await expect(page.getByRole('gridcell', { name: /Heartbeat, \d+ runs/ }).first()).toBeVisible();
    await page.getByRole('button', { name: 'Earlier' }).click();
    await expect(page).toHaveURL(/to=\d{4}-/);
    await page.getByRole('button', { name: 'Newest' }).click();
    await expect(page).not.toHaveURL(/to=/);
  });
});

test('windows are marked and backfilled', async ({ page }) => {
  await page.goto(url('grid?of=windows&span=1d'));
  const cells = page.getByRole('gridcell', { name: /EachHour/ });
  await expect(cells.first()).toBeVisible();
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+Home');
  const side = page.getByRole('complementary', { name: 'What is marked' });
  await expect(side).toContainText(/\d windows marked|EachHour/);
  await side.getByRole('button', { name: /Backfill/ }).click();
  await expect(page.getByRole('dialog')).toContainText(/windows? would run again/);
});
