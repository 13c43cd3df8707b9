const WORDS: Record<string, string> = {
  typeProperties: 'Settings',
  linkedServiceName: 'Linked service',
  waitTimeInSeconds: 'Wait (seconds)',
  dependsOn: 'Waits for',
  connectVia: 'Integration runtime',
  userProperties: 'User properties',
  firstRowAsHeader: 'First row is a header',
};

/** A name of the contract in words: `retryIntervalInSeconds` is "Retry interval in seconds". */
export function words(name: string): string {
  const known = WORDS[name];
  if (known) return known;
  const parts = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')
    .map((part, i) => (i > 0 && /^[A-Z][a-z]/.test(part) ? part.toLowerCase() : part));
  const text = parts.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
