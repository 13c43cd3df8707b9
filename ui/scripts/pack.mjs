// Pack what Vite built into the one file that the program holds (src/api/screen/assets.h).
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const DIST = process.env.WEIR_UI_DIST ?? 'dist';
const PACK = process.env.WEIR_UI_PACK ?? 'dist.pack';
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
const PACKED_ALREADY = new Set(['.woff2', '.png']);

const names = (await readdir(DIST, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => relative(DIST, join(entry.parentPath, entry.name)).split(sep).join('/'))
  .sort();
const parts = [];
let offset = 0;
const place = (bytes) => {
  parts.push(bytes);
  offset += bytes.length;
  return [offset - bytes.length, bytes.length];
};
const files = [];
for (const path of names) {
  const type = TYPES[extname(path)];
  if (!type) throw new Error(`what is ${path}? name its type in scripts/pack.mjs`);
  const bytes = await readFile(join(DIST, path));
  const bodies = { identity: place(bytes) };
  // The page is not packed: each answer has a nonce of its own in it.
  if (path !== 'index.html' && !PACKED_ALREADY.has(extname(path))) {
    bodies.gzip = place(gzipSync(bytes, { level: 9 }));
    bodies.br = place(
      brotliCompressSync(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 9,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
    );
  }
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 24)}"`;
  files.push({ path, type, etag, immutable: path.startsWith('assets/'), bodies });
}
const head = Buffer.from(`${JSON.stringify({ files })}\n`);
await writeFile(PACK, Buffer.concat([head, ...parts]));
