// Types of the service's API, from its own OpenAPI document: src/api/openapi.d.ts.
//
//   node scripts/gen-api.mjs --weir PATH [--check]
//
// Starts the program for a moment and asks it. Models that no operation names are left out: there
// are a thousand of them, told apart by `type`. --check fails if the file is not as it would be made.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import openapi, { astToString } from 'openapi-typescript';

const TARGET = new URL('../src/api/openapi.d.ts', import.meta.url);
const HEADER = '// Made by scripts/gen-api.mjs from /openapi.json. Do not edit.\n';

async function documentOf(weir) {
  const data = await mkdtemp(join(tmpdir(), 'weir-ui-api-'));
  const service = spawn(weir, ['serve', '--data', data, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let said = '';
    for await (const chunk of service.stdout) {
      said += chunk;
      const url = /listening on (\S+)/.exec(said)?.[1];
      if (url) return await (await fetch(`${url}/openapi.json`)).json();
    }
    throw new Error('the service did not start');
  } finally {
    service.kill();
    if (service.exitCode === null) await once(service, 'exit');
    await rm(data, { recursive: true, force: true });
  }
}

function prune(document) {
  const schemas = document.components.schemas;
  const kept = {};
  const walk = (node) => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (node === null || typeof node !== 'object') return;
    for (const [name, value] of Object.entries(node)) {
      if (name === 'x-models-by-type') continue;
      if (name === '$ref' && typeof value === 'string') {
        const model = value.split('/').at(-1);
        if (model in kept || !(model in schemas)) continue;
        kept[model] = schemas[model];
        walk(schemas[model]);
      } else {
        walk(value);
      }
    }
  };
  walk(document.paths);
  const sorted = Object.fromEntries(
    Object.keys(kept)
      .sort()
      .map((name) => [name, kept[name]]),
  );
  return { ...document, components: { ...document.components, schemas: sorted } };
}

const args = process.argv.slice(2);
const weir = args[args.indexOf('--weir') + 1];
const made = HEADER + astToString(await openapi(prune(await documentOf(weir))));
if (args.includes('--check')) {
  const found = await readFile(TARGET, 'utf8').catch(() => '');
  if (found !== made) {
    console.error('src/api/openapi.d.ts is stale: run node scripts/gen-api.mjs --weir PATH');
    process.exit(1);
  }
  console.log('src/api/openapi.d.ts is as the service says');
} else {
  await writeFile(TARGET, made);
}
