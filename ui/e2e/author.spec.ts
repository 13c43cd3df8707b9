import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, url } from './page';

const TOKEN = () => process.env.WEIR_E2E_TOKEN ?? '';
const FACTORY = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/weir/providers/Microsoft.DataFactory/factories/orders-factory`;

/** What the service has, and how somebody else changes it. */
async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(
    `${process.env.WEIR_E2E_URL ?? ''}${FACTORY}/${path}?api-version=2018-06-01`,
    {
      method,
      headers: { Authorization: `Bearer ${TOKEN()}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
  );
  const text = await answer.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

interface Activity {
  name: string;
  type: string;
  dependsOn?: { activity: string; dependencyConditions: string[] }[];
  typeProperties: Record<string, unknown>;
}
interface Pipeline {
  properties: { activities: Activity[]; parameters?: Record<string, unknown> };
}
const wait = (name: string, ...on: string[]): Activity => ({
  name,
  type: 'Wait',
  dependsOn: on.map((activity) => ({ activity, dependencyConditions: ['Succeeded'] })),
  typeProperties: { waitTimeInSeconds: 0 },
});
const pipeline = (name: string) => api<Pipeline>('GET', `pipelines/${name}`);
const put = (name: string, properties: object) => api('PUT', `pipelines/${name}`, { properties });

/** What the browser says of answers that the test asked for. */
const expected = (said: string[], status: number) => {
  const others = said.filter((one) => !one.includes(`a status of ${status} `));
  said.splice(0, said.length, ...others);
};

const box = (page: Page, name: string) => page.locator('.react-flow__node', { hasText: name });
/** Click it until it is chosen: boxes move for a while after one was added. */
const choose = (page: Page, name: string) =>
  expect(async () => {
    await box(page, name).click();
    await expect(page.locator('#activity-name')).toHaveValue(name, { timeout: 3000 });
  }).toPass();
/** Drag from the dot of an outcome to what follows it, once the boxes have come to rest. */
const link = async (page: Page, from: string, outcome: string, to: string) => {
  const dot = box(page, from).locator(`.out-${outcome}`);
  const isAt = ({ x, y, name }: { x: number; y: number; name: string }) =>
    document.elementFromPoint(x, y)?.classList.contains(name) ?? false;
  await expect(async () => {
    const place = (await dot.boundingBox())!;
    const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
    await page.mouse.move(x, y);
    await page.waitForTimeout(400);
    expect(await page.evaluate(isAt, { x, y, name: `out-${outcome}` })).toBe(true);
    const still = (await dot.boundingBox())!;
    expect(Math.hypot(still.x - place.x, still.y - place.y)).toBeLessThan(0.5);
    await page.mouse.down();
  }).toPass();
  const end = (await box(page, to).locator('.act-in').boundingBox())!;
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 12 });
  await page.mouse.up();
};
const save = async (page: Page) => {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
};

test('a pipeline is found in the tree, shown as a graph, a form and JSON', async ({ page }) => {
  await page.goto(url('author'));
  await page.getByLabel('Find a resource').fill('nightly');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/author\/pipeline\/NightlyLoad/);
  await expect(box(page, 'Each region')).toBeVisible();
  await expect(page.locator('.react-flow__edge')).toHaveCount(4);
  await page.getByRole('button', { name: 'Into Each region: Inside' }).click();
  await box(page, 'Copy orders').click();
  await expect(page.getByLabel('Name', { exact: false }).first()).toHaveValue('Copy orders');
  await expect(page).toHaveURL(/at=Each\+region%3Aactivities%2FCopy\+orders/);
  await page.getByRole('radio', { name: 'JSON' }).first().click();
  await expect(page.getByRole('textbox', { name: 'JSON of NightlyLoad' })).toContainText(
    '"Copy orders"',
  );
  await page.reload();
  await expect(box(page, 'Copy orders')).toBeVisible();
});

test('an activity is added, connected, renamed and saved after a look at the change', async ({
  page,
}) => {
  await put('Edited', {
    activities: [
      wait('First'),
      {
        ...wait('Last', 'First'),
        typeProperties: {
          waitTimeInSeconds: { value: "@length(activity('First').output)", type: 'Expression' },
        },
      },
    ],
  });
  await page.goto(url('author/pipeline/Edited'));
  await choose(page, 'Last');
  await page.getByRole('button', { name: 'Activity', exact: true }).click();
  await page.getByLabel('Find an activity').fill('set var');
  await page.keyboard.press('Enter');
  await expect(box(page, 'Set variable')).toBeVisible();
  await expect(page.getByText('Changed, not saved', { exact: true })).toBeVisible();
  await choose(page, 'First');
  const name = page.locator('#activity-name');
  await name.fill('Begin');
  await name.press('Enter');
  await expect(box(page, 'Begin')).toBeVisible();
  // From the dot of an outcome to what follows it.
  await link(page, 'Begin', 'Failed', 'Set variable');
  await expect(
    page.getByRole('button', { name: 'Set variable waits for Begin: Failed' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Activity Set variable')).toBeVisible();
  // A new name is told once: not in what waits for it, nor in what reads it.
  await expect(dialog.getByRole('listitem').filter({ hasText: 'renamed' })).toContainText(
    'Activity FirstFirstBegin',
  );
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await dialog.getByRole('radio', { name: 'As text' }).click();
  await expect(dialog.locator('.cm-changedLine').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Changed, not saved', { exact: true })).toBeHidden();
  const { activities } = (await pipeline('Edited')).properties;
  expect(activities.map((one) => one.name)).toEqual(['Begin', 'Last', 'Set variable']);
  expect(activities[1]?.dependsOn).toEqual([
    { activity: 'Begin', dependencyConditions: ['Succeeded'] },
  ]);
  expect(activities[1]?.typeProperties.waitTimeInSeconds).toMatchObject({
    value: "@length(activity('Begin').output)",
  });
  expect(activities[2]?.dependsOn).toEqual([
    { activity: 'Last', dependencyConditions: ['Succeeded'] },
    { activity: 'Begin', dependencyConditions: ['Failed'] },
  ]);
});

test('conditions change, activities are copied and deleted, and all of it is undone', async ({
  page,
}) => {
  await put('Undone', { activities: [wait('One'), wait('Two', 'One')] });
  await page.goto(url('author/pipeline/Undone'));
  await page.getByRole('button', { name: 'Two waits for One: Succeeded' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Skipped' }).click();
  await page.keyboard.press('Escape');
  await expect(
    page.getByRole('button', { name: 'Two waits for One: Succeeded or Skipped' }),
  ).toBeVisible();
  await choose(page, 'One');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(box(page, 'One 2')).toBeVisible();
  await choose(page, 'Two');
  await page.keyboard.press('Delete');
  await expect(box(page, 'Two')).toBeHidden();
  await expect(page.locator('.react-flow__node')).toHaveCount(2);
  for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Changed, not saved', { exact: true })).toBeHidden();
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(
    page.getByRole('button', { name: 'Two waits for One: Succeeded or Skipped' }),
  ).toBeVisible();
});

test('activities are copied from one pipeline to another', async ({ page }) => {
  await put('From', { activities: [wait('One'), wait('Two', 'One')] });
  await put('Into', { activities: [wait('Two')] });
  await page.goto(url('author/pipeline/From'));
  await choose(page, 'One');
  await box(page, 'Two').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+c');
  await page.goto(url('author/pipeline/Into'));
  await choose(page, 'Two');
  await page.keyboard.press('Control+v');
  await expect(box(page, 'Two 2')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Two 2 waits for One: Succeeded' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.locator('.react-flow__node')).toHaveCount(1);
  await page.keyboard.press('Control+y');
  await expect(page.locator('.react-flow__node')).toHaveCount(3);
});

test('three activities are put together with the keyboard alone', async ({ page }) => {
  await put('Keyed', { activities: [] });
  await page.goto(url('author/pipeline/Keyed'));
  await expect(page.getByRole('heading', { name: 'Keyed' })).toBeVisible();
  const add = page.getByRole('button', { name: 'Activity', exact: true });
  await add.focus();
  for (const [found, title] of [
    ['wait', 'Add an activity'],
    ['fail', 'Add behind Wait'],
    ['set var', 'Add behind Fail'],
  ] as const) {
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    await expect(page.getByLabel('Find an activity')).toBeFocused();
    await page.keyboard.type(found);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
    // The focus is back where it was.
    await expect(add).toBeFocused();
  }
  await expect(page.locator('.react-flow__node')).toHaveCount(3);
  // A box is come to, chosen, deleted and brought back.
  await box(page, 'Fail').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#activity-name')).toHaveValue('Fail');
  await page.keyboard.press('b');
  await expect(box(page, 'Fail').getByLabel('Breakpoint')).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(page.locator('.react-flow__node')).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await expect(page.locator('.react-flow__node')).toHaveCount(3);
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('dialog')).toBeVisible();
  const save = page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true });
  for (let i = 0; i < 12 && !(await save.evaluate((one) => one === document.activeElement)); i++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  const { activities } = (await pipeline('Keyed')).properties;
  expect(activities.map((one) => [one.type, one.dependsOn?.[0]?.activity])).toEqual([
    ['Wait', undefined],
    ['Fail', 'Wait'],
    ['SetVariable', 'Fail'],
  ]);
});

test('what is wrong is said while one types, underlined, and jumped to', async ({ page }) => {
  await put('Wrong', { activities: [wait('A'), wait('B', 'A')] });
  await page.goto(url('author/pipeline/Wrong?at=B'));
  const field = page.getByRole('textbox', { name: 'Wait (seconds)' });
  await field.fill('many');
  await expect(page.getByRole('button', { name: /error/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Wait (seconds) as an expression' }).click();
  await page.getByRole('textbox', { name: 'Wait (seconds)' }).fill('@lenght(1)');
  await page.getByRole('button', { name: /1 error/ }).click();
  const problem = page.getByRole('region', { name: 'Problems' }).getByRole('button');
  await expect(problem).toContainText("did you mean 'length'");
  await problem.click();
  await expect(page.locator('.json-editor .cm-lintRange-error')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'JSON of Wrong' })).toBeFocused();
  const azure = page.getByLabel('What Azure would refuse, too');
  await azure.click();
  await expect(azure).toBeChecked();
  await expect(page).toHaveURL(/azure=true/);
});

test('JSON that is none just now, and completion by the schema', async ({ page }) => {
  await put('Typed', { activities: [wait('A')] });
  await page.goto(url('author/pipeline/Typed?side=json'));
  const editor = page.getByRole('textbox', { name: 'JSON of Typed' });
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' x');
  await expect(page.getByText('The text is no JSON just now')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('The text is no JSON just now')).toBeHidden();
  await page.getByText('"waitTimeInSeconds"').click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+Space');
  await expect(page.locator('.cm-tooltip-autocomplete')).toBeHidden();
  await page.getByText('"properties"').click();
  await page.keyboard.press('End');
  await page.keyboard.type('"con');
  await expect(page.locator('.cm-tooltip-autocomplete')).toContainText('concurrency');
});

test('a lost race is explained, and nothing is lost', async ({ page, said }) => {
  await put('Raced', { activities: [wait('A')] });
  await page.goto(url('author/pipeline/Raced?at=A'));
  await page.getByRole('textbox', { name: 'Wait (seconds)' }).fill('7');
  await put('Raced', { description: 'by somebody else', activities: [wait('A')] });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog.getByText('Somebody else saved it first')).toBeVisible();
  await expect(
    dialog.getByText('by somebody else').or(dialog.getByText('description')),
  ).toBeVisible();
  await dialog.getByRole('button', { name: 'Keep mine, look at the difference' }).click();
  await expect(
    page.getByRole('dialog').getByText('typeProperties.waitTimeInSeconds'),
  ).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  const kept = await pipeline('Raced');
  expect(kept.properties.activities[0]?.typeProperties).toEqual({ waitTimeInSeconds: 7 });
  expected(said, 412);
});

test('a run is started with parameters, and followed', async ({ page }) => {
  await put('Asked', {
    parameters: { n: { type: 'int' }, list: { type: 'array', defaultValue: [1] } },
    activities: [wait('A')],
  });
  await page.goto(url('author/pipeline/Asked'));
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(dialog.getByText('An integer is expected.')).toBeVisible();
  await dialog.getByLabel('n int').fill('3');
  await dialog.getByLabel('list array').fill('[1, 2]');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page).toHaveURL(/runs\/[0-9a-f-]{36}/);
  await expect(page.getByText('[1,2]')).toBeVisible();
  await expect(page.getByText('Succeeded').first()).toBeVisible();
});

test('something new is made, saved, tested and deleted', async ({ page, said }) => {
  await page.goto(url('author'));
  await page.getByRole('button', { name: 'Make a resource' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Kind').selectOption('linkedService');
  await dialog.getByLabel('Type').selectOption('FileServer');
  await dialog.getByLabel('Name').fill('a/b');
  await expect(dialog.getByText('It must not hold')).toBeVisible();
  await dialog.getByLabel('Name').fill('Scratch');
  await dialog.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByText('New, not saved', { exact: true })).toBeVisible();
  await page.getByRole('textbox', { name: 'Host' }).fill('/nowhere/at/all');
  await save(page);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.locator('.test-bad')).toBeVisible();
  await page.getByRole('textbox', { name: 'Host' }).fill('/tmp');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText(/Reached in/)).toBeVisible();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/author$/);
  expect(await api<{ error?: { code: string } }>('GET', 'linkedservices/Scratch')).toHaveProperty(
    'error',
  );
  expected(said, 404);
});

test('what is named elsewhere is not deleted', async ({ page }) => {
  await page.goto(url('author/dataset/OrderFile'));
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('link', { name: 'NightlyLoad' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Delete' })).toBeDisabled();
});

test('the dialogs and forms can be read by all', async ({ page }) => {
  await page.goto(url('author/pipeline/NightlyLoad?at=Each+region&side=json&problems=true'));
  await expect(box(page, 'Each region')).toBeVisible();
  await page.getByRole('button', { name: 'Activity', exact: true }).click();
  await expect(page.getByRole('option').first()).toBeVisible();
  const adding = await new AxeBuilder({ page }).analyze();
  await page.keyboard.press('Escape');
  await page.goto(url('author/dataset/OrderFile'));
  await expect(page.getByRole('textbox', { name: 'Folder path' })).toBeVisible();
  const form = await new AxeBuilder({ page }).analyze();
  const serious = [...adding.violations, ...form.violations].filter((one) =>
    ['serious', 'critical'].includes(one.impact ?? ''),
  );
  expect(
    serious.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join('\n')}`),
  ).toEqual([]);
});
