/** What a run's message is wrapped in: the activities around the one that failed. */
const WRAPPING =
  /^(?:Operation on target [^:]+ failed: |Activity failed because an inner activity failed; Inner activity name: [^,]+, Error: )/;

/** What a message says in words, out of what the service wraps it in; all of it if it is not wrapped. */
export function causeOf(message: string): string {
  const inner = [...message.matchAll(/Message=(.+?)(?:,\s*Source=|,\s*'Type=|,'$|$)/gs)].at(
    -1,
  )?.[1];
  if (inner !== undefined) return inner.trim();
  let rest = message;
  while (WRAPPING.test(rest)) rest = rest.replace(WRAPPING, '');
  return rest.trim();
}
