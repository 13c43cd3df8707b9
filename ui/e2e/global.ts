import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seed, Service } from './service';

/** The cookie of a session, "name=value". */
async function sessionOf(service: Service): Promise<string> {
  const answer = await fetch(`${service.url}/weir/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Weir-Screen': '1' },
    body: JSON.stringify({ token: service.token }),
  });
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
}

/** Once for all tests: a service with runs; where it is comes by the environment. */
export default async function setup(): Promise<() => Promise<void>> {
  const service = new Service();
  await service.start();
  const runs = await seed(service);
  process.env.WEIR_E2E_URL = service.url;
  process.env.WEIR_E2E_TOKEN = service.token;
  process.env.WEIR_E2E_SESSION = await sessionOf(service);
  process.env.WEIR_E2E_RUNS = JSON.stringify(runs);
  writeFileSync(join(service.folder, 'runs.json'), JSON.stringify(runs));
  return () => service.end();
}
