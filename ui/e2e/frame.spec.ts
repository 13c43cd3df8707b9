import { expect, test, url } from './page';
import { seed, Service } from './service';
import { signIn } from './page';

test('Ctrl-K finds pipelines, runs and screens', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Where to' }).fill('nightly');
  await expect(page.getByRole('option').first()).toContainText('NightlyLoad');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/pipeline=NightlyLoad/);
});

test('keys lead to the screens', async ({ page }) => {
  await page.locator('body').press('g');
  await page.keyboard.press('t');
  await expect(page).toHaveURL(/trigger-runs/);
  await expect(page.getByRole('grid', { name: 'Trigger runs' })).toContainText('EachHour');
});

test('what is not there is said', async ({ page, said }) => {
  await page.goto(url('runs/00000000-0000-0000-0000-000000000000'));
  await expect(page.getByRole('alert')).toContainText('no pipeline run');
  await page.goto(`${process.env.WEIR_E2E_URL ?? ''}/ui/f/nowhere/runs`);
  await expect(page.getByText('There is no factory “nowhere” here')).toBeVisible();
  said.length = 0; // The browser tells of each 404.
});

test('a part that could not be fetched comes with the service', async ({ page, said }) => {
  await page.goto(url('overview'));
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await page.route(/\/assets\/|\/healthz$/, (route) => route.abort());
  await page.getByRole('link', { name: 'Grid', exact: true }).first().click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page.unrouteAll();
  await expect(page.getByRole('heading', { name: 'Grid' })).toBeVisible();
  said.length = 0; // The browser tells of each request that was not answered.
});

test('the service is killed and comes back while the page is open', async ({ page, said }) => {
  test.setTimeout(120_000);
  const service = new Service();
  await service.start();
  try {
    await seed(service);
    await signIn(page, service.url, service.token);
    await page.goto(`${service.url}/ui/f/orders-factory/runs?pipeline=Heartbeat`);
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    const port = service.port;
    await service.kill();
    await expect(page.getByText('The service is away. What is shown may be old')).toBeVisible();
    await service.start(port);
    await service.run('Heartbeat', { source: 'after the kill' });
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    await expect(page.getByRole('grid')).toContainText('after the kill');
    said.length = 0; // The browser tells of each request that was not answered.
  } finally {
    await service.end();
  }
});
