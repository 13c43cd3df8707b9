// A real `weir serve` for the tests, with a factory and runs in it.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeFactory } from './factory';

export const FACTORY_NAME = 'orders-factory';
const FACTORY_ID = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/weir/providers/Microsoft.DataFactory/factories/${FACTORY_NAME}`;
const VERSION = 'api-version=2018-06-01';
const WEIR = process.env.WEIR ?? '../build/weir';
const START_MS = 120_000;

export class Service {
  readonly folder = mkdtempSync(join(tmpdir(), 'weir-ui-'));
  private process: ChildProcess | undefined;
  url = '';

  get token(): string {
    return readFileSync(join(this.folder, 'service', 'token'), 'utf8').trim();
  }

  async start(port = 0, ...options: string[]): Promise<void> {
    const service = spawn(
      WEIR,
      [
        'serve',
        '--data',
        join(this.folder, 'service'),
        '--listen',
        `127.0.0.1:${port}`,
        '--local-commands',
        ...options,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    this.process = service;
    const lines = createInterface({ input: service.stdout });
    for await (const line of lines) {
      const url = /listening on (\S+)/.exec(line)?.[1];
      if (!url) continue;
      this.url = url;
      return;
    }
    throw new Error('weir serve did not start');
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    this.process?.kill('SIGKILL');
    if (this.process?.exitCode === null) await once(this.process, 'exit');
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  weir(...args: string[]): string {
    return execFileSync(
      WEIR,
      [...args, '--server', this.url, '--token-file', join(this.folder, 'service', 'token')],
      { encoding: 'utf8', timeout: START_MS },
    );
  }

  applyFactory(): void {
    this.weir('apply', writeFactory(this.folder), '--factory', FACTORY_NAME);
  }

  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(
      `${this.url}${FACTORY_ID}/${path}${path.includes('?') ? '&' : '?'}${VERSION}`,
      {
        method,
        headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
    );
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  async run(pipeline: string, parameters: object = {}): Promise<string> {
    const made = await this.ask<{ runId: string }>(
      'POST',
      `pipelines/${pipeline}/createRun`,
      parameters,
    );
    return made.runId;
  }

  async over(runId: string): Promise<string> {
    for (const until = Date.now() + START_MS; Date.now() < until;) {
      const run = await this.ask<{ status: string }>('GET', `pipelineruns/${runId}`);
      if (!['Queued', 'InProgress', 'Canceling'].includes(run.status)) return run.status;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the run ${runId} does not end`);
  }
}

/** Runs of every kind. */
export async function seed(service: Service): Promise<Record<string, string>> {
  service.applyFactory();
  const runs: Record<string, string> = {};
  for (let i = 0; i < 24; i++) await service.run('Heartbeat', { source: `sensor-${1 + (i % 5)}` });
  runs.stockGood = await service.run('CheckStock');
  runs.stock = await service.run('CheckStock', { fail: true });
  await service.run('CheckStock', { fail: true });
  runs.nightly = await service.run('NightlyLoad');
  runs.nightlyGood = await service.run('NightlyLoad', {
    regions: ['north', 'south'],
    day: '2026-01-30',
  });
  runs.weekly = await service.run('Weekly');
  runs.wide = await service.run('Wide', { n: 1000 });
  runs.reindex = await service.run('Reindex');
  runs.queued = await service.run('Reindex');
  for (const name of ['stock', 'stockGood', 'nightly', 'nightlyGood', 'weekly', 'wide']) {
    await service.over(runs[name] ?? '');
  }
  return runs;
}
