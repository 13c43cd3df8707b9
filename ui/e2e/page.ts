import { expect, test as base, type Page } from '@playwright/test';
import { FACTORY_NAME } from './service';

export const url = (path: string): string =>
  `${process.env.WEIR_E2E_URL ?? ''}/ui/f/${FACTORY_NAME}/${path}`;
export const runs = (): Record<string, string> =>
  JSON.parse(process.env.WEIR_E2E_RUNS ?? '{}') as Record<string, string>;

/** What browsers say of pages that are as they should be. */
const HARMLESS = /401 \(Unauthorized\)|Password forms should have|Download the React DevTools/;

export async function signIn(page: Page, at: string, token: string) {
  await page.goto(`${at}/`);
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
}

/** With the session that the service gave at the start, and at its first page if a look is not all. */
async function enter(page: Page, project: string) {
  const [name = '', value = ''] = (process.env.WEIR_E2E_SESSION ?? '').split('=', 2);
  const at = process.env.WEIR_E2E_URL ?? '';
  await page
    .context()
    .addCookies([{ name, value, url: at, httpOnly: true, sameSite: 'Strict' as const }]);
  if (project !== 'works') return;
  await page.goto(`${at}/`);
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
}

/** Signed in; fails if the browser complains: of the content policy, of errors in scripts. */
export const test = base.extend<{ said: string[] }>({
  said: [
    async ({ page }, use, info) => {
      const said: string[] = [];
      page.on('console', (message) => {
        const text = message.text();
        if (['error', 'warning'].includes(message.type()) && !HARMLESS.test(text)) said.push(text);
      });
      page.on('pageerror', (error) => said.push(error.message));
      await enter(page, info.project.name);
      await use(said);
      expect(said).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

const FACTORY_ID = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/weir/providers/Microsoft.DataFactory/factories/${FACTORY_NAME}`;

/** Ask the service past the screen; `own`: one of the routes below /weir. */
export async function api(
  method: string,
  path: string,
  { body, own = false }: { body?: object; own?: boolean } = {},
): Promise<{ ok: boolean; json: <T>() => T }> {
  const answer = await fetch(
    `${process.env.WEIR_E2E_URL ?? ''}${own ? '/weir' : ''}${FACTORY_ID}/${path}?api-version=2018-06-01`,
    {
      method,
      headers: {
        Authorization: `Bearer ${process.env.WEIR_E2E_TOKEN ?? ''}`,
        'Content-Type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
  );
  const text = await answer.text();
  return { ok: answer.ok, json: <T>() => JSON.parse(text) as T };
}
