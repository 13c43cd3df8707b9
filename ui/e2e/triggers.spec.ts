import { expect, test, url } from './page';

test.describe('the list of triggers', () => {
  test('says what is started, when it fired and when it fires next', async ({ page }) => {
    await page.goto(url('triggers'));
    const row = page.getByRole('row', { name: /EachHour/ });
    await expect(row).toContainText('Started');
    await expect(row).toContainText('Tumbling window');
    await expect(row).toContainText('Heartbeat');
    await expect(row).toContainText('ago');
    await expect(row).toContainText(/in \d+ (s|m|h)/);
    await page.getByRole('searchbox').fill('night');
    await expect(page).toHaveURL(/q=night/);
    await expect(row).toHaveCount(0);
    await expect(page.getByRole('row', { name: /EveryNight/ })).toContainText('every day');
  });

  test('stops and starts what is chosen, with the call beside', async ({ page }) => {
    await page.goto(url('triggers?q=EveryNight'));
    const row = page.getByRole('row', { name: /EveryNight/ });
    await row.focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Stop (1)' }).click();
    const asked = page.getByRole('dialog', { name: 'Stop' });
    await expect(asked).toContainText('/triggers/EveryNight/stop');
    await asked.getByRole('button', { name: 'Stop' }).click();
    await expect(row).toContainText('Stopped');
    await page.getByRole('button', { name: 'Start (1)' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
    await expect(row).toContainText('Started');
  });
});

test.describe('a trigger', () => {
  test('names its next ten fires on the clock of its zone', async ({ page }) => {
    await page.goto(url('triggers'));
    await page.getByRole('row', { name: /EveryNight/ }).focus();
    await page.keyboard.press('Enter');
    const panel = page.locator('section.panel', { hasText: 'Next 10 fires' });
    await expect(panel.getByRole('listitem')).toHaveCount(10);
    await expect(panel).toContainText('UTC');
    await expect(panel.getByRole('listitem').first()).toContainText('02:00');
  });

  test('shows what a backfill would do, then does it', async ({ page }) => {
    await page.goto(url('triggers/EachHour'));
    await page.getByRole('button', { name: 'Backfill' }).click();
    await expect(page).toHaveURL(/do=backfill/);
    const asked = page.getByRole('dialog', { name: 'Backfill EachHour' });
    await expect(asked).toContainText(/(\d) of \1 windows would run again/);
    await expect(asked).toContainText('weir backfill EachHour --from');
    await asked.getByLabel('Only windows that failed or were cancelled').check();
    await expect(asked).toContainText(/0 of \d windows/);
    await expect(asked.getByRole('button', { name: /^Run / })).toBeDisabled();
    await asked.getByLabel('Only windows that failed or were cancelled').uncheck();
    await asked.getByRole('button', { name: /Run \d windows again/ }).click();
    await expect(asked).toContainText(/\d windows of EachHour run again/);
  });

  test('runs the windows again that are chosen', async ({ page }) => {
    await page.goto(url('triggers/EachHour'));
    const row = page.getByRole('grid', { name: 'Past fires' }).getByRole('row').nth(1);
    await expect(row).toContainText('Succeeded');
    await row.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Rerun (1)' }).click();
    const asked = page.getByRole('dialog', { name: 'Rerun' });
    await expect(asked).toContainText('/rerun?api-version');
    await asked.getByRole('button', { name: 'Rerun' }).click();
    await expect(asked).toHaveCount(0);
  });

  test('that is not there says so', async ({ page, said }) => {
    await page.goto(url('triggers/Nobody'));
    await expect(page.getByRole('alert')).toContainText('Nobody');
    said.splice(0, said.length, ...said.filter((one) => !one.includes('404')));
  });
});

test('the calendar shows past and coming fires by day, week and month', async ({ page }) => {
  await page.goto(url('triggers?view=calendar'));
  const chip = (name: RegExp) => page.getByRole('link', { name }).first();
  await expect(chip(/^EachHour, .*none failed|^EachHour, .*Succeeded/)).toBeVisible();
  await page.getByRole('radio', { name: 'Day' }).click();
  await expect(page).toHaveURL(/by=day/);
  await page.getByRole('button', { name: 'On', exact: true }).click();
  await expect(page).toHaveURL(/at=\d{4}-/);
  await expect(chip(/^EveryNight, 02:00, to come/)).toBeVisible();
  await page.getByRole('radio', { name: 'Month' }).click();
  await page.getByRole('button', { name: 'Today' }).click();
  await page.getByRole('button', { name: 'Trigger', exact: true }).click();
  await page.getByRole('option', { name: 'EveryNight' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/trigger=EveryNight/);
  await page.getByRole('button', { name: 'On', exact: true }).click();
  await expect(chip(/^EveryNight, 02:00, to come/)).toBeVisible();
  await expect(page.getByRole('link', { name: /^EachHour,/ })).toHaveCount(0);
});
