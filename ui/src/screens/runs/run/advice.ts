import type { RunError } from '@/api/runs';

/** What to do about an error, as far as its code and words tell; empty if they tell nothing. */
export function adviceOf(error: RunError): string {
  const said = `${error.errorCode} ${error.message}`;
  const rules: [RegExp, string][] = [
    [
      /ConnectionFailed|refused|could not connect|resolve host|timed out/i,
      'The store could not be reached: check the linked service’s address and that the store is up, then rerun from failure.',
    ],
    [
      /Authentication|AccessDenied|Forbidden|login failed|password/i,
      'The store refused the credentials: mend the linked service or its secret, then rerun from failure. Definitions are taken as they are then.',
    ],
    [
      /NotFound|does not exist|no such/i,
      'What it names is not there: check the dataset’s folder, file or table, and the parameters that make up its name.',
    ],
    [
      /InvalidTemplate|expression/i,
      'An expression could not be evaluated: the place is in the message; weir expr evaluates one by itself.',
    ],
    [
      /convert|TypeConversion|schema|column/i,
      'Data did not fit: look at the mapping, or let the copy skip rows that do not fit (enableSkipIncompatibleRow).',
    ],
    [
      /Unsupported|not supported/i,
      'This part is not supported here; docs/reference/unsupported.md lists what is not.',
    ],
    [
      /Timeout/i,
      'It took longer than its policy allows: raise policy.timeout, or find out what it waited for.',
    ],
  ];
  for (const [pattern, words] of rules) if (pattern.test(said)) return words;
  return error.failureType === 'UserError'
    ? 'A fault of the definition or the data: mend it, then rerun from failure.'
    : error.failureType === 'SystemError'
      ? 'A fault on the way: rerunning from failure may be enough.'
      : '';
}
