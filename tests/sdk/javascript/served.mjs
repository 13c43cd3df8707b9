// A `weir serve` of a test's own, and commands beside it.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

/** Start it in a new folder; `stop` ends it and removes the folder. */
export async function serve(weir, ...more) {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'weir-js-'));
  const child = spawn(weir, ['serve', '--data', data, '--listen', '127.0.0.1:0', ...more],
                      { stdio: ['ignore', 'pipe', 'ignore'] });
  const line = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`weir serve ended with ${code}`)));
    readline.createInterface({ input: child.stdout }).once('line', resolve);
  });
  return {
    url: line.split(' ').pop(),
    token: fs.readFileSync(path.join(data, 'token'), 'utf8').trim(),
    ca: path.join(data, 'tls-certificate.pem'),
    run: (...words) => execFileSync(weir, [...words, '--data', data], { stdio: 'pipe' }),
    stop: async () => {
      child.removeAllListeners('exit');
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const code = await ended;
      fs.rmSync(data, { recursive: true });
      if (code !== 0) throw new Error(`weir serve ended with ${code}`);
    },
  };
}
