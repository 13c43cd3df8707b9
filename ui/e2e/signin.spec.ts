import AxeBuilder from '@axe-core/playwright';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CLIENT, Issuer, SECRET } from './issuer';
import { FACTORY_NAME, Service } from './service';

const WEIR = process.env.WEIR ?? '../build/weir';
const PICTURES = process.env.WEIR_UI_SCREENS;
const WANTED = `/ui/f/${FACTORY_NAME}/runs?status=Failed`;
const LOOKS = [
  ['wide', { width: 1440, height: 900 }],
  ['phone', { width: 390, height: 844 }],
] as const;

let service: Service;
let issuer: Issuer;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A command on the service's machine, as a shell would take it. */
function onItsMachine(command: string): string {
  const weir = command.replace(/^weir /, `"${WEIR}" `);
  return execFileSync('sh', ['-c', `${weir} --data "${join(service.folder, 'service')}"`], {
    encoding: 'utf8',
  });
}

const startAgain = async (port: number, secret: string): Promise<void> => {
  const file = join(service.folder, 'secret');
  writeFileSync(file, `${secret}\n`);
  await service.start(
    port,
    ...['--sign-in', issuer.url, CLIENT, '--sign-in-secret-file', file],
    ...['--sign-in-name', 'Example'],
  );
};

test.beforeAll(async () => {
  service = new Service();
  issuer = new Issuer();
  const port = await freePort();
  await issuer.start(`http://127.0.0.1:${port}/weir/sign-in/callback`);
  mkdirSync(service.folder, { recursive: true });
  await startAgain(port, SECRET);
  service.applyFactory();
  onItsMachine(`weir token create ann --role Reader --issuer ${issuer.url} --subject ann`);
});

test.afterAll(async () => {
  issuer.stop();
  await service.end();
});

async function depart(page: Page): Promise<void> {
  await page.goto(`${service.url}${WANTED}`);
  await page.getByRole('link', { name: 'Sign in with Example' }).click();
}

/** On the issuer's pages. */
async function signInAs(page: Page, who: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(who);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function refusedAs(page: Page, code: string): Promise<void> {
  await expect(page.getByRole('alert')).toContainText(code);
  await expect(page).toHaveURL(`${service.url}${WANTED}`);
  await expect(page.getByRole('link', { name: 'Sign in with Example' })).toBeVisible();
}

interface Logged {
  principal: string;
  operation: string;
  action: string;
  status: number;
}
const lastLogged = (): Logged[] => {
  const lines = onItsMachine('weir audit list --json --limit 60').trim();
  return JSON.parse(lines) as Logged[];
};

const attemptOf = async (context: BrowserContext) =>
  (await context.cookies(service.url)).filter((one) => one.name.endsWith('-sign-in'));

async function look(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of LOOKS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.reload();
      await expect(page.getByLabel('Token')).toBeVisible();
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over).toBeLessThanOrEqual(0);
      if (PICTURES) {
        mkdirSync(PICTURES, { recursive: true });
        const path = `${PICTURES}/${name}-${size}-${colorScheme}.png`;
        await page.screenshot({ path, fullPage: true });
      }
      const found = await new AxeBuilder({ page }).analyze();
      const serious = found.violations.filter((one) =>
        ['serious', 'critical'].includes(one.impact ?? ''),
      );
      expect(
        serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join('\n')}`),
      ).toEqual([]);
    }
  }
}

test('who has no role is told how to get one, gets it, and comes to the page wanted', async ({
  page,
}) => {
  const said: string[] = [];
  page.on('console', (message) => {
    const ours = message.location().url.startsWith(service.url);
    const harmless = message.text().includes('401 (Unauthorized)');
    if (message.type() === 'error' && ours && !harmless) said.push(message.text());
  });
  await page.goto(`${service.url}${WANTED}`);
  await expect(page.getByRole('link', { name: 'Sign in with Example' })).toBeVisible();
  await look(page, 'sign-in');
  await depart(page);
  await signInAs(page, 'jo');
  await refusedAs(page, 'NoRole');
  await expect(page.getByRole('alert')).toContainText('jo@example.org');
  await expect(page.getByRole('alert')).toContainText(issuer.url);
  await look(page, 'sign-in-no-role');
  const command = await page.getByRole('alert').locator('pre').innerText();
  onItsMachine(command);
  await page.getByRole('link', { name: 'Sign in with Example' }).click();
  await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible();
  await expect(page).toHaveURL(`${service.url}${WANTED}`);

  expect(await page.evaluate(() => document.cookie)).toBe('');
  const [session, ...more] = await page.context().cookies(service.url);
  expect(more).toEqual([]);
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  expect((session?.expires ?? 0) * 1000 - Date.now()).toBeLessThan(13 * 3600_000);
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).not.toMatch(/eyJ|jo@example/);

  await page.getByRole('button', { name: 'jo@example.org: looks, sign out' }).click();
  await page.getByRole('menuitem', { name: /Sign out/ }).click();
  await expect(page.getByRole('link', { name: 'Sign in with Example' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(said).toEqual([]);
  const copy = await page.request.get(`${service.url}/weir/session`, {
    headers: { Cookie: `${session?.name ?? ''}=${session?.value ?? ''}` },
  });
  expect(copy.status()).toBe(401);

  const acts = lastLogged()
    .filter((one) => one.operation.startsWith('sign'))
    .map((one) => `${one.operation} ${one.action} ${one.principal} ${one.status}`);
  expect(acts).toEqual([
    'sign in NoRole jo 403',
    'sign in  jo@example.org 200',
    'sign out  jo@example.org 204',
  ]);
});

test('whoever is in a group that has a role comes in, and may do what the group may', async ({
  page,
}) => {
  onItsMachine(
    `weir token create people --role Reader --issuer ${issuer.url} --claim groups=people`,
  );
  await depart(page);
  await signInAs(page, 'kim');
  await page.goto(`${service.url}/ui/f/${FACTORY_NAME}/manage/access`);
  await expect(page.getByText('kim@example.org')).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'Reader' })).toBeVisible();
  onItsMachine('weir token revoke people');
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(page.getByRole('link', { name: 'Sign in with Example' })).toBeVisible();
});

test('who cancels is told so, and may try again', async ({ page }) => {
  await depart(page);
  await page.getByRole('link', { name: /Cancel|Abort/i }).click();
  await refusedAs(page, 'SignInCancelled');
  await look(page, 'sign-in-cancelled');
  await page.getByRole('link', { name: 'Sign in with Example' }).click();
  await expect(page.getByPlaceholder('Enter any login')).toBeVisible();
});

test('another state is refused', async ({ page }) => {
  issuer.tamper = (url) => url.searchParams.set('state', 'f'.repeat(64));
  try {
    await depart(page);
    await signInAs(page, 'ann');
    await refusedAs(page, 'SignInStateWrong');
  } finally {
    issuer.tamper = undefined;
  }
  expect((await page.request.get(`${service.url}/weir/session`)).status()).toBe(401);
});

test('an answer counts once, and in the browser that asked', async ({ page, browser }) => {
  await depart(page);
  await expect(page.getByPlaceholder('Enter any login')).toBeVisible();
  const attempt = await attemptOf(page.context());
  expect(attempt).toMatchObject([{ httpOnly: true, sameSite: 'Lax' }]);
  await signInAs(page, 'ann');
  await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible();
  const answer = issuer.returns.at(-1) ?? '';
  expect(await attemptOf(page.context())).toEqual([]);

  const thief = await browser.newContext();
  const other = await thief.newPage();
  await other.goto(answer);
  await expect(other.getByRole('alert')).toContainText('SignInExpired');
  await thief.addCookies(attempt);
  await other.goto(answer);
  await expect(other.getByRole('alert')).toContainText('SignInReplayed');

  // The code again, in a sign-in that is one's own: the issuer knows that it was used.
  await thief.clearCookies();
  await depart(other);
  await expect(other.getByPlaceholder('Enter any login')).toBeVisible();
  const begun = new URL(answer);
  issuer.tamper = (url) => {
    url.searchParams.set('code', begun.searchParams.get('code') ?? '');
  };
  try {
    await signInAs(other, 'thief');
    await refusedAs(other, 'SignInCodeRefused');
  } finally {
    issuer.tamper = undefined;
  }
  await thief.close();
});

test('nobody is sent to another site', async ({ page }) => {
  await page.goto(`${service.url}/weir/sign-in/begin?to=https%3A%2F%2Fevil.example%2F`);
  await signInAs(page, 'ann');
  await expect(page).toHaveURL(new RegExp(`^${service.url}/ui/f/`));
});

test('a wrong secret and an issuer that is away are told apart', async ({ page }) => {
  const { port } = service;
  await service.kill();
  await startAgain(port, 'another secret');
  await depart(page);
  await signInAs(page, 'ann');
  await refusedAs(page, 'SignInClientWrong');
  await service.kill();
  await startAgain(port, SECRET);
  issuer.stop();
  await depart(page);
  await refusedAs(page, 'IssuerUnavailable');
  await page.getByLabel('Token').fill(service.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible();
});
