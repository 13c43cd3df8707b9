import { api, expect, runs, test, url } from './page';

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

test('alerts, late runs and what was moved lead to their lists', async ({ page }) => {
  const rule = {
    properties: {
      condition: { type: 'Failed' },
      scope: { pipelines: ['CheckStock'] },
      group: '00:00:00',
      actions: [{ type: 'Webhook', url: 'https://127.0.0.1:1/x' }],
    },
  };
  expect((await api('PUT', 'alerts/StockFails', { body: rule, own: true })).ok).toBe(true);
  const history = async () =>
    (await api('GET', 'alertHistory', { own: true })).json<{ open: unknown[] }>().open.length;
  try {
    await api('POST', 'pipelines/CheckStock/createRun', { body: { fail: true } });
    await expect.poll(history).toBe(1);
    const moved = (await api('GET', 'throughput', { own: true })).json<{
      spans: { copies: number; rows: number }[];
    }>().spans;
    const rows = moved.reduce((sum, one) => sum + one.rows, 0);
    // Three regions twice over, less what was not there.
    expect(rows).toBeGreaterThan(5000);
    await page.goto(url('overview?span=24h'));
    await expect(page.getByRole('link', { name: /^Rows/ })).toContainText(
      rows.toLocaleString('en-US'),
    );
    await expect(page.getByRole('link', { name: /^Late/ })).toContainText('0');
    const open = page.getByRole('list', { name: 'Open alerts' });
    await expect(open.getByRole('link', { name: /StockFails/ })).toContainText('CheckStock');
    await page.getByRole('link', { name: /^Alerts.*told and not over/ }).click();
    await expect(page).toHaveURL(/alerts\?state=Alert/);
    await expect(page.getByRole('row', { name: /StockFails/ })).toContainText('Alert');
    await page.goBack();
    await page
      .getByRole('list', { name: 'Moved by copies' })
      .getByRole('link', { name: /NightlyLoad/ })
      .click();
    await expect(page).toHaveURL(/runs\?status=Succeeded&pipeline=NightlyLoad/);
  } finally {
    await api('DELETE', 'alerts/StockFails', { own: true });
  }
});

test('search finds what there is, by its kind', async ({ page }) => {
  const run = runs().nightly ?? '';
  for (const [text, group, to] of [
    ['OrderFile', 'Datasets', /author\/dataset\/OrderFile/],
    ['Files', 'Linked services', /manage\/linked-services\?open=Files/],
    ['EachHour', 'Triggers', /triggers\/EachHour/],
    ['WarehouseGateway', 'Runtimes', /manage\/runtimes\?runtime=WarehouseGateway/],
    ['Reindex', 'Pipelines', /author\/pipeline\/Reindex/],
    [run, 'Recent runs', new RegExp(`runs/${run}`)],
  ] as const) {
    await page.getByRole('button', { name: /Search or jump to/ }).click();
    await page.getByRole('combobox', { name: 'Where to' }).fill(text);
    const list = page.getByRole('listbox', { name: 'Places' });
    await expect(list.getByText(group, { exact: true })).toBeVisible();
    await list
      .locator('[role=presentation]', { has: page.getByText(group, { exact: true }) })
      .getByRole('option')
      .first()
      .click();
    await expect(page).toHaveURL(to);
    await page.goto(url('manage/service'));
  }
});
