// What a browser sees of a service under WEIR_URL: times until things are there, frames, gaps.
// Prints {"times": {name: seconds}, "texts": {name: text}}.
import { chromium } from '@playwright/test';

const { WEIR_URL, WEIR_TOKEN, WEIR_FACTORY, WEIR_RUN } = process.env;
const RATE = Number(process.env.WEIR_RATE);
const SECONDS = Number(process.env.WEIR_SECONDS);
const NAME = WEIR_FACTORY.split('/').at(-1);
const ROUNDS = 5;
const times = {};
const texts = {};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const at = (path) => `${WEIR_URL}/ui/f/${NAME}/${path}`;
const median = (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)];

/** Seconds from the address until `there`, the median of some rounds, each a page load. */
async function loading(path, there) {
  const taken = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto('about:blank');
    const begin = performance.now();
    await page.goto(at(path), { waitUntil: 'commit' });
    await there().waitFor();
    taken.push((performance.now() - begin) / 1000);
  }
  return median(taken);
}

/** Frames of what `during` does: the longest pause between two, in milliseconds. */
async function pauses(during) {
  await page.evaluate(() => {
    window.pause = 0;
    let last = performance.now();
    const frame = (now) => {
      window.pause = Math.max(window.pause, now - last);
      last = now;
      window.frame = requestAnimationFrame(frame);
    };
    window.frame = requestAnimationFrame(frame);
  });
  await during();
  return page.evaluate(() => {
    cancelAnimationFrame(window.frame);
    return window.pause;
  });
}

await page.goto(WEIR_URL);
await page.getByLabel('Token').fill(WEIR_TOKEN);
await page.getByRole('button', { name: 'Sign in' }).click();
await page.getByLabel('Token').waitFor({ state: 'detached' });

const paints = [];
for (let round = 0; round < ROUNDS; round++) {
  await page.goto(at(''));
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  paints.push(
    await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime),
  );
}
times['first paint of the overview'] = median(paints) / 1000;

const grid = () => page.getByRole('grid', { name: 'Runs' });
const row = () => grid().getByRole('row').nth(1);
const lists = { 'the list of runs': 'runs', 'the list of failed runs': 'runs?status=Failed' };
for (const [name, path] of Object.entries(lists)) {
  const taken = [];
  for (let round = 0; round < ROUNDS; round++) {
    const answer = page.waitForResponse((one) => one.url().includes('queryPipelineRuns'));
    await page.goto(at(path), { waitUntil: 'commit' });
    const asked = (await answer).request();
    const begin = asked.timing().startTime;
    await row().waitFor();
    taken.push((Date.now() - begin) / 1000);
  }
  times[name] = median(taken);
}

await page.goto(at('runs'));
await row().waitFor();
let gaps = 0;
const scrolled = await pauses(async () => {
  await grid().hover();
  for (let step = 0; step < 60; step++) {
    await page.mouse.wheel(0, 700);
    await page.waitForTimeout(50);
    gaps += await page.evaluate(() => {
      const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
      return middle?.closest('[role=row], .vtable-foot') ? 0 : 1;
    });
  }
});
texts['60 screens of runs scrolled'] = `${gaps} gaps, longest pause ${scrolled.toFixed(0)} ms`;

times['lineage of 3,000 nodes'] = await loading('lineage', () =>
  page.locator('.react-flow__node').first(),
);
times['a run of 20,000 activities'] = await loading(`runs/${WEIR_RUN}`, () =>
  page.getByText('ForEach', { exact: true }).first(),
);

async function start() {
  const answer = await fetch(
    `${WEIR_URL}${WEIR_FACTORY}/pipelines/Light/createRun?api-version=2018-06-01`,
    { method: 'POST', headers: { Authorization: `Bearer ${WEIR_TOKEN}` }, body: '{}' },
  );
  if (!answer.ok) throw new Error(`createRun: ${answer.status}`);
  await answer.arrayBuffer();
}
await start();
await page.goto(at('runs?pipeline=Light'));
await row().waitFor();
const live = await pauses(async () => {
  const begin = performance.now();
  const all = [];
  for (let due = 0; due < RATE * SECONDS; due++) {
    const wait = begin + (due * 1000) / RATE - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    all.push(start());
  }
  await Promise.all(all);
  texts['runs that were started'] =
    `${((all.length * 1000) / (performance.now() - begin)).toFixed(0)} a second, for ${SECONDS} s`;
});
const settled = performance.now();
await page.waitForFunction(() => {
  const rows = [...document.querySelectorAll('[role=grid] [role=row]')].slice(1);
  return rows.length > 5 && rows.every((one) => one.textContent.includes('Succeeded'));
});
texts['the list under them'] =
  `longest pause ${live.toFixed(0)} ms, the last state ${(performance.now() - settled).toFixed(0)} ms after the last`;
await browser.close();
console.log(JSON.stringify({ times, texts }));
