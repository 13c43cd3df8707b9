import { api, expect, runs, test, url } from './page';

test.describe('the list', () => {
  test('filters by status, pipeline and text, all in the address', async ({ page }) => {
    await page.goto(url('runs'));
    await page.locator('.filters').getByRole('button', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/status=Failed/);
    await page.getByRole('searchbox').fill('warehouse 7');
    await expect(page).toHaveURL(/q=warehouse/);
    const rows = page.getByRole('grid', { name: 'Runs' }).getByRole('row');
    const others = rows.filter({ hasNotText: 'CheckStock' });
    await expect(rows.nth(1)).toContainText('CheckStock');
    await expect(others).toHaveCount(1); // The head.
    await page.reload();
    await expect(rows.nth(1)).toContainText('CheckStock');
    await expect(others).toHaveCount(1);
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect(page).toHaveURL(/runs$/);
  });

  test('finds runs by what is in them, in the service', async ({ page }) => {
    await page.goto(url('runs'));
    await page.getByRole('button', { name: 'More filters' }).click();
    const dialog = page.getByRole('dialog', { name: 'More filters' });
    await dialog.getByLabel('Took at most').fill('soon');
    await expect(dialog.getByRole('alert')).toContainText('90s');
    await expect(dialog.getByRole('button', { name: 'Find' })).toBeDisabled();
    await dialog.getByLabel('Took at most').fill('2h');
    await dialog.getByLabel('Error').fill('WAREHOUSE 7');
    await dialog.getByLabel('Parameter').fill('fail=true');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/error=WAREHOUSE\+7&parameter=fail%3Dtrue/);
    const rows = page.getByRole('grid', { name: 'Runs' }).getByRole('row');
    await expect(rows.nth(1)).toContainText('CheckStock');
    await expect(page.locator('.vtable-foot')).toContainText(/Looked at all \d+ runs/);
    const found = await rows.count();
    await page.getByRole('button', { name: 'Any: parameter' }).click();
    await expect(page).not.toHaveURL(/parameter/);
    await expect(rows).toHaveCount(found);
    await page.goto(url('runs?parameter=fail%3Dnever'));
    await expect(page.getByText('No run matches')).toBeVisible();
    await page.getByRole('button', { name: 'As an API call and a command' }).click();
    await expect(page.getByRole('dialog')).toContainText('searchPipelineRuns');
  });

  test('is sorted by how long runs took', async ({ page }) => {
    await page.goto(url('runs?status=Succeeded,Failed'));
    await page.getByRole('button', { name: 'Took' }).click();
    await expect(page).toHaveURL(/sort=DurationInMs\+desc/);
    await expect(page.getByRole('columnheader', { name: 'Took' })).toHaveAttribute(
      'aria-sort',
      'descending',
    );
    await expect(page.locator('.vtable-foot')).toContainText('Looked at all');
    const rows = page.getByRole('grid', { name: 'Runs' }).getByRole('row');
    await expect(rows.nth(1)).toContainText(/ s|ms/);
  });

  test('shows a run that begins while a search is open', async ({ page }) => {
    await page.goto(url('runs?parameter=source%3Dsearched'));
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    await expect(page.getByText('No run matches')).toBeVisible();
    await api('POST', 'pipelines/Heartbeat/createRun', { body: { source: 'searched' } });
    const rows = page.getByRole('grid', { name: 'Runs' }).getByRole('row');
    await expect(rows.nth(1)).toContainText('source=searched');
  });

  test('is used with the keyboard alone', async ({ page }) => {
    await page.goto(url('runs?pipeline=CheckStock'));
    const grid = page.getByRole('grid', { name: 'Runs' });
    await grid.getByRole('row').nth(1).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await expect(page.getByRole('toolbar', { name: 'Chosen runs' })).toContainText('1 run chosen');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'CheckStock' })).toBeVisible();
  });

  test('chooses columns and keeps views', async ({ page }) => {
    await page.goto(url('runs'));
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Annotations' }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('columnheader', { name: 'Annotations' })).toBeVisible();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Keep this view' }).click();
    await page.getByLabel('Name', { exact: true }).fill('With annotations');
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await page.goto(url('runs'));
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'With annotations' }).click();
    await expect(page.getByRole('columnheader', { name: 'Annotations' })).toBeVisible();
  });

  test('shows runs as they happen', async ({ page }) => {
    await page.goto(url('runs?pipeline=Heartbeat'));
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    const status = page.getByRole('status').filter({ hasText: 'runs' });
    const before = Number(/\d+/.exec(await status.innerText())?.[0]);
    const made = await page.request.post(
      `${process.env.WEIR_E2E_URL ?? ''}/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/weir/providers/Microsoft.DataFactory/factories/orders-factory/pipelines/Heartbeat/createRun?api-version=2018-06-01`,
      {
        headers: { Authorization: `Bearer ${process.env.WEIR_E2E_TOKEN ?? ''}` },
        data: { source: 'live' },
      },
    );
    expect(made.ok()).toBe(true);
    await expect(status).toHaveText(`${before + 1} runs`);
  });

  test('reruns and cancels many at once', async ({ page }) => {
    await page.goto(url('runs?pipeline=CheckStock&status=Failed'));
    await page.getByRole('checkbox', { name: 'Select all that are loaded' }).check();
    await page.getByRole('button', { name: /Rerun what failed/ }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('weir rerun');
    await dialog.getByRole('button', { name: 'Rerun what failed' }).click();
    await expect(dialog).toBeHidden();
    await page.goto(url(`runs?group=${runs().stock ?? ''}`));
    await expect(page.getByRole('grid').getByRole('row')).toHaveCount(3);
  });

  test('says how to ask without the screen', async ({ page }) => {
    await page.goto(url('runs?status=Failed'));
    await page.getByRole('button', { name: 'As an API call and a command' }).click();
    await expect(page.getByRole('dialog')).toContainText('queryPipelineRuns');
    await expect(page.getByRole('dialog')).toContainText('"values":["Failed"]');
  });
});

test.describe('activity runs', () => {
  const grid = 'Activity runs';

  test('are found by name, status and error, and lead to their place', async ({ page }) => {
    await page.goto(url('runs'));
    await page.getByRole('radio', { name: 'Activities' }).click();
    await expect(page).toHaveURL(/runs\/activities$/);
    await page.locator('.filters').getByRole('button', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Failed' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More filters' }).click();
    const dialog = page.getByRole('dialog', { name: 'More filters' });
    await dialog.getByLabel('Activity').fill('copy orders');
    await dialog.getByLabel('Error').fill('east.csv');
    await dialog.getByRole('button', { name: 'Find' }).click();
    await expect(page).toHaveURL(/status=Failed&name=copy\+orders&error=east\.csv/);
    const rows = page.getByRole('grid', { name: grid }).getByRole('row');
    await expect(rows.nth(1)).toContainText('NightlyLoad');
    await expect(rows.nth(1)).toContainText('Each region[2]');
    await page.reload();
    await rows.nth(1).click();
    await expect(page).toHaveURL(/activity=Each\+region%5B2%5D%2FCopy\+orders/);
    await expect(page.getByRole('heading', { name: 'Copy orders' })).toBeVisible();
  });

  test('are sorted by how long they took', async ({ page }) => {
    await page.goto(url('runs/activities?type=Wait'));
    await page.getByRole('button', { name: 'Took' }).click();
    await expect(page).toHaveURL(/sort=DurationInMs\+desc/);
    const rows = page.getByRole('grid', { name: grid }).getByRole('row');
    await expect(rows.nth(1)).toContainText('Wait');
    await page.getByRole('button', { name: 'As an API call and a command' }).click();
    await expect(page.getByRole('dialog')).toContainText('searchActivityRuns');
  });

  test('are a thousand rows of which few are drawn, walked with the keyboard', async ({ page }) => {
    await page.goto(url('runs/activities?pipeline=Wide'));
    const rows = page.getByRole('grid', { name: grid }).getByRole('row');
    await rows.nth(1).focus();
    for (let i = 0; i < 3; i++) {
      await page.keyboard.press('End');
      await page.waitForTimeout(300);
    }
    expect(await rows.count()).toBeLessThan(100);
    await expect(page.getByRole('status').filter({ hasText: 'activity runs' })).toContainText(
      /[2-9]\d\d|1,\d\d\d/,
    );
  });

  test('come while they are looked at', async ({ page }) => {
    await page.goto(url('runs/activities?pipeline=Heartbeat'));
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    const status = page.getByRole('status').filter({ hasText: 'activity run' });
    await expect(status).toContainText(/\d/);
    const before = Number(/\d+/.exec(await status.innerText())?.[0]);
    await api('POST', 'pipelines/Heartbeat/createRun', { body: { source: 'live' } });
    await expect
      .poll(async () => Number(/\d+/.exec(await status.innerText())?.[0]))
      .toBeGreaterThan(before);
  });
});

test.describe('a run', () => {
  test('opens on what failed, with cause, place and advice', async ({ page }) => {
    await page.goto(url(`runs/${runs().nightly ?? ''}`));
    await expect(page.getByRole('heading', { name: 'Copy orders' })).toBeVisible();
    const error = page.getByRole('alert');
    await expect(error).toContainText('User error');
    await expect(error).toContainText('east.csv');
    await expect(error).toContainText('check the dataset');
    await expect(page.getByRole('navigation', { name: 'Place' })).toContainText('Each region[2]');
    await expect(page.getByRole('radio', { name: 'Attempt 2: Failed' })).toBeChecked();
  });

  test('shows inputs as JSON that folds and is searched', async ({ page }) => {
    await page.goto(url(`runs/${runs().nightly ?? ''}`));
    await page.getByRole('tab', { name: 'Input' }).click();
    const tree = page.getByRole('tree', { name: 'input' });
    await expect(tree).toContainText('DelimitedTextSource');
    await page.getByRole('searchbox', { name: 'Find in input' }).fill('JsonSink');
    await expect(page.getByText('1 of 1')).toBeVisible();
    await tree.getByRole('treeitem').first().click();
    await expect(tree.getByRole('treeitem')).toHaveCount(1);
  });

  test('shows what its expressions, and what they read, gave in this very iteration', async ({
    page,
  }) => {
    await page.goto(
      url(
        `runs/${runs().nightly ?? ''}?activity=${encodeURIComponent('Each region[0]/Copy orders')}`,
      ),
    );
    await page.getByRole('tab', { name: 'Expressions' }).click();
    const expressions = page.getByRole('list', { name: 'Expressions' });
    await expect(expressions.getByRole('listitem').first()).toContainText('@item()');
    await expect(expressions.getByRole('listitem').first()).toContainText('"north"');
    await page.goto(
      url(
        `runs/${runs().nightly ?? ''}?activity=${encodeURIComponent('Each region[1]/Many rows')}`,
      ),
    );
    await page.getByRole('tab', { name: 'Expressions' }).click();
    await expect(expressions).toContainText('false');
    await expect(expressions).toContainText("activity('Copy orders').output.rowsCopied");
    await expect(expressions.getByRole('definition')).toHaveText('3');
  });

  test('shows what a job said, while it goes on too', async ({ page }) => {
    const here = { properties: { type: 'LocalBatch', typeProperties: {} } };
    const say = {
      name: 'Say',
      type: 'Custom',
      linkedServiceName: { referenceName: 'Here', type: 'LinkedServiceReference' },
      typeProperties: { command: 'echo shelf 7 counted; sleep 8; echo all shelves counted' },
    };
    await api('PUT', 'linkedservices/Here', { body: here });
    await api('PUT', 'pipelines/CountShelves', { body: { properties: { activities: [say] } } });
    const run = await api('POST', 'pipelines/CountShelves/createRun', { body: {} });
    const { runId } = run.json<{ runId: string }>();
    await page.goto(url(`runs/${runId}`));
    await page.getByRole('tab', { name: 'Ids' }).click();
    const said = await page.locator('dl.facts code').first().textContent();
    await expect
      .poll(
        async () =>
          (await api('GET', `pipelineruns/${runId}/activityruns/${said ?? ''}/log`, { own: true }))
            .ok,
      )
      .toBe(true);
    await page.getByRole('tab', { name: 'Log' }).click();
    const log = page.locator('pre.log');
    await expect(log).toContainText('shelf 7 counted');
    await expect(log).toContainText('all shelves counted');
    await api('DELETE', 'pipelines/CountShelves');
    await api('DELETE', 'linkedservices/Here');
  });

  test('has rows and bytes with rates', async ({ page }) => {
    await page.goto(
      url(
        `runs/${runs().nightly ?? ''}?activity=${encodeURIComponent('Each region[0]/Copy orders')}`,
      ),
    );
    await expect(page.getByText('Rows written')).toBeVisible();
    await expect(page.getByText('5,000')).toHaveCount(2);
  });

  test('is a graph whose containers open', async ({ page }) => {
    await page.goto(url(`runs/${runs().nightly ?? ''}?view=graph&activity=Each+region`));
    await expect(page.getByText('Tell the people on duty')).toBeVisible();
    await page.getByRole('button', { name: 'Into Each region' }).click();
    await expect(page.locator('.box').filter({ hasText: 'Many rows' })).toBeVisible();
    await page.getByRole('combobox', { name: 'Iteration' }).selectOption('Each region[2]');
    await page.locator('.box').filter({ hasText: 'Copy orders' }).click();
    await expect(page.getByRole('alert')).toContainText('east.csv');
  });

  test('is a tree walked with the keyboard, a thousand iterations deep', async ({ page }) => {
    await page.goto(url(`runs/${runs().wide ?? ''}`));
    const tree = page.getByRole('tree', { name: 'Activities' });
    await expect(tree.getByRole('treeitem').first()).toBeVisible();
    await tree.focus();
    // Keys that are pressed before all of it has come lead less far.
    await expect(async () => {
      for (const key of ['Home', 'ArrowRight', 'End']) await page.keyboard.press(key);
      const last = tree.getByRole('treeitem', { name: /\[999\]/ });
      await expect(last).toBeVisible({ timeout: 3000 });
    }).toPass();
    await expect(page.getByRole('heading', { name: 'Iteration 999' })).toBeVisible();
    expect(await tree.getByRole('treeitem').count()).toBeLessThan(100);
  });

  test('tells its events in order, and finds a text in them', async ({ page }) => {
    await page.goto(url(`runs/${runs().nightly ?? ''}`));
    await page.getByRole('radio', { name: 'Events' }).click();
    await expect(page).toHaveURL(/view=events/);
    const rows = page.getByRole('grid', { name: 'Events' }).getByRole('row');
    await expect(rows.nth(1)).toContainText('the run started, invoked by');
    await page.getByRole('searchbox', { name: 'Find in events' }).fill('region[2]/copy');
    await expect(page).toHaveURL(/find=region/);
    await expect(rows).toHaveCount(5);
    await expect(rows.nth(2)).toContainText('failed');
    await expect(rows.nth(3)).toContainText('started again, retry 1, after 1.0 s');
    await rows.nth(2).click();
    await expect(page.getByRole('heading', { name: 'Copy orders' })).toBeVisible();
    await page.getByRole('button', { name: 'Time' }).click();
    await expect(page).toHaveURL(/order=newest/);
    await expect(rows.nth(1)).toContainText('failed');
  });

  test('tells thousands of events page by page', async ({ page }) => {
    await page.goto(url(`runs/${runs().wide ?? ''}?view=events`));
    const rows = page.getByRole('grid', { name: 'Events' }).getByRole('row');
    await rows.nth(1).focus();
    const status = page.getByRole('status').filter({ hasText: 'event' });
    await expect(status).toContainText('500 events so far');
    await page.keyboard.press('End');
    await expect(status).toContainText('1,000 events so far');
    expect(await rows.count()).toBeLessThan(100);
  });

  test('marks the critical path', async ({ page }) => {
    await page.goto(url(`runs/${runs().nightlyGood ?? ''}?critical=true`));
    await expect(page.locator('.timeline-bar.critical').first()).toBeVisible();
    await expect(page.locator('.timeline-row.aside')).not.toHaveCount(0);
  });

  test('is run again, and compared with another', async ({ page }) => {
    await page.goto(url(`runs/${runs().stockGood ?? ''}`));
    await page.getByRole('button', { name: 'Run again' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('fail').fill('true');
    await expect(dialog).toContainText('--param fail=true');
    await dialog.getByRole('button', { name: 'Run again' }).click();
    await expect(page.getByRole('alert')).toContainText('warehouse 7');
    await page.goto(url(`runs/${runs().nightly ?? ''}?compare=${runs().nightlyGood ?? ''}`));
    await expect(page.getByRole('row', { name: /^\[2\] Failed/ })).toContainText('did not run');
  });

  test('says what it waits for, and is cancelled', async ({ page }) => {
    await page.goto(url(`runs/${runs().queued ?? ''}`));
    await expect(page.getByRole('list', { name: 'What it waits for' })).toContainText('at most 1');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
    await expect(page.locator('.run-head')).toContainText('Cancelled');
  });
});
