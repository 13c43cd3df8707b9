import createClient from 'openapi-fetch';
import { asApiError, errorOf } from './errors';
import type { paths } from './openapi';

/** Shows the service that a request comes from its own pages: no other site can send it. */
const SCREEN_HEADER = { 'X-Weir-Screen': '1' };

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Have `listener` called when the session turns out to be over; the result takes it back. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

export const client = createClient<paths>({ baseUrl: '', headers: SCREEN_HEADER });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What was asked for; throws an ApiError. */
export async function take<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch (thrown) {
    throw asApiError(thrown);
  }
  if (answer.response.ok) return answer.data as T;
  if (answer.response.status === 401) signedOut.forEach((listener) => listener());
  throw errorOf(answer.response, answer.error);
}

export const API_VERSION = '2018-06-01';
