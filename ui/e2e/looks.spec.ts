import AxeBuilder from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import type { Page, TestInfo } from '@playwright/test';
import { expect, runs, test, url } from './page';

/** Where pictures go: WEIR_UI_SCREENS=../docs/screens npm run e2e. */
const PICTURES = process.env.WEIR_UI_SCREENS;

const SCREENS: [string, () => string, RegExp][] = [
  ['overview', () => 'overview?span=1h', /Failing now/],
  ['runs', () => 'runs', /NightlyLoad/],
  ['runs-found', () => 'runs?error=warehouse', /CheckStock/],
  ['activity-runs', () => 'runs/activities', /NightlyLoad/],
  ['run', () => `runs/${runs().nightly ?? ''}`, /east\.csv/],
  [
    'graph',
    () => `runs/${runs().nightly ?? ''}?view=graph&activity=Each+region`,
    /Tell the people/,
  ],
  ['events', () => `runs/${runs().nightly ?? ''}?view=events`, /the run started/],
  ['compare', () => `runs/${runs().nightly ?? ''}?compare=${runs().nightlyGood ?? ''}`, /Compared/],
  [
    'author',
    () => 'author/pipeline/NightlyLoad?at=Each+region&problems=true',
    /nothing reads the parameter/,
  ],
  [
    'author-json',
    () => 'author/pipeline/NightlyLoad?at=Each+region&side=json&pane=json',
    /batchCount/,
  ],
  ['author-form', () => 'author/dataset/OrderFile', /Column delimiter/],
  ['trigger-runs', () => 'trigger-runs', /EachHour/],
  ['lineage', () => 'lineage?node=d%3AArchive', /Made by/],
  ['lineage-run', () => `lineage?run=${runs().nightlyGood ?? ''}`, /rows/],
  ['manage', () => 'manage/linked-services', /FileServer/],
  ['manage-runtimes', () => 'manage/runtimes?keys=WarehouseGateway', /On the machine/],
  ['manage-usage', () => 'manage/usage', /Heartbeat/],
  ['manage-access', () => 'manage/access', /weir token list/],
  ['manage-service', () => 'manage/service', /weir serve --keep-runs/],
  ['triggers', () => 'triggers', /EveryNight/],
  ['trigger', () => 'triggers/EachHour', /Next 10 fires/],
  ['calendar', () => 'triggers?view=calendar', /Today/],
  ['calendar-month', () => 'triggers?view=calendar&by=month', /Today/],
  ['alerts-none', () => 'alerts', /There is no alert rule yet/],
  ['alert-new', () => 'alerts?do=new', /It tells when/],
  ['grid', () => 'grid?open=NightlyLoad', /Each region/],
  ['windows', () => 'grid?of=windows&span=1d', /EachHour/],
];

/** Nothing is cut off at the side, axe finds nothing serious; the picture is kept. */
async function canBeRead(page: Page, info: TestInfo, name: string) {
  await page.waitForTimeout(700);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBeLessThanOrEqual(0);
  const found = await new AxeBuilder({ page }).exclude('.react-flow__attribution').analyze();
  const serious = found.violations.filter((one) =>
    ['serious', 'critical'].includes(one.impact ?? ''),
  );
  expect(
    serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join('\n')}`),
  ).toEqual([]);
  if (PICTURES) {
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: `${PICTURES}/${name}-${info.project.name}.png` });
  }
}

for (const [name, path, shown] of SCREENS) {
  test(`${name} can be read by all`, async ({ page }, info) => {
    await page.goto(url(path()));
    await expect(page.getByText(shown).first()).toBeVisible();
    await canBeRead(page, info, name);
  });
}

const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).click();
const inDialog = (page: Page) => page.getByRole('dialog');

/** What opens over the screens of Author: how one comes to it, and what it shows then. */
const AUTHOR: [string, string, (page: Page) => Promise<void>, RegExp][] = [
  [
    'author-save',
    'author/pipeline/NightlyLoad?at=Each+region&pane=settings',
    async (page) => {
      await page.locator('#activity-name').fill('All regions');
      await page.locator('#activity-name').press('Enter');
      await press(page, 'Save');
    },
    /^renamed$/,
  ],
  ['author-run', 'author/pipeline/NightlyLoad', (page) => press(page, 'Run'), /As saved/],
  [
    'author-dry',
    'author/pipeline/NightlyLoad',
    async (page) => {
      await press(page, 'Run');
      await inDialog(page).getByRole('radio', { name: 'Dry run' }).click();
      await inDialog(page).getByRole('button', { name: 'Try', exact: true }).click();
    },
    /of virtual time/,
  ],
  [
    'author-preview',
    'author/dataset/OrderFile',
    async (page) => {
      await press(page, 'First rows');
      await inDialog(page).getByLabel('region string').fill('north');
      await inDialog(page).getByRole('button', { name: /^Read/ }).click();
    },
    /the first of more, read in/,
  ],
  [
    'author-test',
    'author/linkedService/Files',
    (page) => press(page, 'Test connection'),
    /Reached in/,
  ],
  [
    'author-debug',
    'author/pipeline/NightlyLoad?stops=Note+the+start%2CTell+the+people',
    async (page) => {
      await press(page, 'Run');
      await inDialog(page).getByRole('button', { name: 'Run', exact: true }).click();
    },
    /Paused before it/,
  ],
];

for (const [name, path, act, shown] of AUTHOR) {
  test(`${name} can be read by all`, async ({ page }, info) => {
    await page.goto(url(path));
    await act(page);
    await expect(page.getByText(shown).first()).toBeVisible();
    await canBeRead(page, info, name);
  });
}

test('sign-in and search can be read by all', async ({ page }, info) => {
  const serious = async () => {
    const found = await new AxeBuilder({ page }).analyze();
    return found.violations
      .filter((one) => ['serious', 'critical'].includes(one.impact ?? ''))
      .map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join('\n')}`);
  };
  const picture = async (name: string) => {
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${info.project.name}.png` });
  };
  await page.goto(url('overview'));
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option').first()).toBeVisible();
  expect(await serious()).toEqual([]);
  await picture('search');
  await page.context().clearCookies();
  await page.goto(url('overview'));
  await expect(page.getByLabel('Token')).toBeVisible();
  expect(await serious()).toEqual([]);
  await picture('sign-in');
});
