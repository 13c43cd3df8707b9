// Fails if the JavaScript that a first visit loads is more than 600 kB gzipped: the entry, what it
// imports, and the largest of the screens that may come first.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 600;
const DIST = process.env.WEIR_UI_DIST ?? 'dist';
const manifest = JSON.parse(await readFile(join(DIST, 'build.json'), 'utf8'));
const sizes = new Map();
const sizeOf = async (file) => {
  if (!sizes.has(file)) {
    sizes.set(file, gzipSync(await readFile(join(DIST, file)), { level: 9 }).length);
  }
  return sizes.get(file);
};
const closure = (key, seen = new Set()) => {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
};
const total = async (keys) => {
  let sum = 0;
  for (const key of keys) sum += await sizeOf(manifest[key].file);
  return sum;
};
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const first = closure(entry);
console.log(`entry: ${((await total(first)) / 1000).toFixed(0)} kB gzip`);
// A screen that loads parts of itself comes with those that brought it.
const bringers = (key) =>
  Object.keys(manifest).filter((one) => manifest[one].dynamicImports?.includes(key));
const whole = (key, seen = new Set(first)) => {
  closure(key, seen);
  for (const bringer of bringers(key)) if (!seen.has(bringer)) whole(bringer, seen);
  return seen;
};
let worst = 0;
for (const part of Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry)) {
  const sum = await total(whole(part));
  console.log(`with ${part}: ${(sum / 1000).toFixed(0)} kB gzip`);
  worst = Math.max(worst, sum);
}
if (worst > LIMIT_KB * 1000) {
  console.error(`a first visit may load ${LIMIT_KB} kB at most: split what is not needed at once`);
  process.exit(1);
}
console.log(`1 passed, 0 failed`);
