import { client, take } from '@/api/client';
import type { components } from '@/api/openapi';

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

/** How people sign in beside a token, and why this browser's last attempt failed. */
export type WaysIn = components['schemas']['WeirSignIn'];

export async function waysIn(): Promise<WaysIn> {
  return take(client.GET('/weir/sign-in'));
}

/** Where the browser goes to sign in and come back to `page`; `again`: as somebody else. */
export function departure(way: WaysIn['ways'][number], page: string, again = false): string {
  return `${way.url}?to=${encodeURIComponent(page)}${again ? '&again=true' : ''}`;
}
