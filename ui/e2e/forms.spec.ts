// Each type of activity, and common types of the other resources, has a form that asks for
// something, is not cut off and can be read by all.
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { api, expect, test, url } from './page';

/** How many are looked at by axe: one in so many. */
const AXE_EACH = 9;

const serious = async (page: Page) =>
  (await new AxeBuilder({ page }).include('.author-form').analyze()).violations
    .filter((one) => ['serious', 'critical'].includes(one.impact ?? ''))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join('\n')}`);

/** Nothing goes beyond the side of the form. */
const cutOff = (form: Locator) =>
  form.evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    return [...element.querySelectorAll('.field, .input, .expression-box, button')]
      .map((one) => ({ box: one.getBoundingClientRect(), name: one.className }))
      .filter(({ box }) => box.width > 0 && (box.left < left - 1 || box.right > right + 1))
      .map(({ name }) => name);
  });

test('each activity type has a form', async ({ page }) => {
  await api('PUT', 'pipelines/Forms', { body: { properties: { activities: [] } } });
  await page.goto(url('author/pipeline/Forms'));
  const add = page.getByRole('button', { name: 'Activity', exact: true });
  const options = page.getByRole('dialog').getByRole('option');
  const form = page.locator('.author-side .form');
  await add.click();
  await expect(options.first()).toBeVisible();
  const count = await options.count();
  expect(count).toBeGreaterThan(30);
  for (let i = 0; i < count; i++) {
    if (i > 0) await add.click();
    await options.nth(i).click();
    await expect(page.locator('#activity-name')).toBeVisible();
    const name = await page.locator('#activity-name').inputValue();
    // Beside name, description and what it waits for.
    const asked = form.locator('.form-part .field, .field[data-path$="linkedServiceName"]');
    expect(await asked.count(), name).toBeGreaterThan(0);
    expect(await cutOff(form), name).toEqual([]);
    if (i % AXE_EACH === 0) expect(await serious(page), name).toEqual([]);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Drop the changes' }).click();
    await expect(page.locator('.react-flow__node')).toHaveCount(0);
  }
});

const RESOURCES: Record<string, string[]> = {
  dataset: ['DelimitedText', 'Parquet', 'Json', 'AzureSqlTable', 'AzureBlob', 'RestResource'],
  linkedService: ['AzureBlobStorage', 'AzureSqlDatabase', 'SqlServer', 'Sftp', 'AzureKeyVault'],
  trigger: ['ScheduleTrigger', 'TumblingWindowTrigger', 'BlobEventsTrigger'],
};

test('common types of datasets, linked services and triggers have a form', async ({ page }) => {
  for (const [kind, types] of Object.entries(RESOURCES)) {
    for (const type of types) {
      await page.goto(url('author'));
      await page.getByRole('button', { name: 'Make a resource', exact: true }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Kind').selectOption(kind);
      await dialog.getByLabel('Type').selectOption(type);
      await dialog.getByLabel('Name', { exact: true }).fill(`New${type}`);
      await dialog.getByRole('button', { name: 'Begin' }).click();
      const settings = page.getByRole('group', { name: 'Settings' });
      await expect(settings.locator('.field').first(), type).toBeVisible();
      expect(await cutOff(page.locator('.author-form .form').first()), type).toEqual([]);
      if (type === types[0]) expect(await serious(page), type).toEqual([]);
    }
  }
});

test('a schedule asks when it fires and what it starts', async ({ page }) => {
  await page.goto(url('author'));
  await page.getByRole('button', { name: 'Make a resource', exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Kind').selectOption('trigger');
  await dialog.getByLabel('Type').selectOption('ScheduleTrigger');
  await dialog.getByLabel('Name', { exact: true }).fill('NewSchedule');
  await dialog.getByRole('button', { name: 'Begin' }).click();
  for (const asked of ['Frequency', 'Interval', 'Time zone', 'Pipelines']) {
    await expect(page.locator('.field-name', { hasText: asked }).first()).toBeVisible();
  }
});
