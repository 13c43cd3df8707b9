import { expect, signIn, test, url } from './page';

test('a wrong token is refused, and says so', async ({ page }) => {
  await page.context().clearCookies();
  await page.goto(url('runs?status=Failed'));
  await page.getByLabel('Token').fill('not-a-token-of-this-service');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('does not know this token');
  await page.getByLabel('Token').fill(process.env.WEIR_E2E_TOKEN ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/status=Failed/);
  await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible();
});

test('no script can read the session, and signing out ends it', async ({ page }) => {
  // A session of its own: the one of all tests has to live on.
  await page.context().clearCookies();
  await signIn(page, process.env.WEIR_E2E_URL ?? '', process.env.WEIR_E2E_TOKEN ?? '');
  expect(await page.evaluate(() => document.cookie)).toBe('');
  const cookie = (await page.context().cookies()).find((one) => one.name.startsWith('weir-'));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).not.toContain(process.env.WEIR_E2E_TOKEN);
  await page.getByRole('button', { name: /sign out/ }).click();
  await page.getByRole('menuitem', { name: /Sign out/ }).click();
  await expect(page.getByLabel('Token')).toBeVisible();
});

test('the page’s policy allows no script but the service’s', async ({ page }) => {
  const answer = await page.request.get(url('runs'));
  const policy = answer.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe');
  const html = await answer.text();
  const script = /src="(\/ui\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
  const asset = await page.request.get((process.env.WEIR_E2E_URL ?? '') + script);
  expect(asset.headers()['cache-control']).toContain('immutable');
  expect(asset.headers()['content-encoding']).toMatch(/br|gzip/);
});
