import { client, take } from '@/api/client';

/** Whose session it is. */
export interface Session {
  principal: { id: string; name: string };
  roles: { role: string; scope: string }[];
}

export async function currentSession(): Promise<Session> {
  return take(client.GET('/weir/session'));
}

export async function signIn(token: string): Promise<Session> {
  return take(client.POST('/weir/session', { body: { token } }));
}

export async function signOut(): Promise<void> {
  await take(client.DELETE('/weir/session'));
}

/** Roles that may start, rerun and cancel runs. */
const ACTING = new Set(['Owner', 'Data Factory Contributor']);

/** True if a role of the session lets it act on the factory; the service has the last word. */
export function mayAct(session: Session, factoryId: string): boolean {
  const id = `${factoryId.toLowerCase()}/`;
  return session.roles.some(({ role, scope }) => {
    const above = scope === '/' ? '/' : `${scope.toLowerCase().replace(/\/$/, '')}/`;
    return ACTING.has(role) && (above === '/' || id.startsWith(above));
  });
}
