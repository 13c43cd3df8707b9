import { expect, it } from 'vitest';
import { adviceOf } from './advice';
import { causeOf } from '@/problem/cause';

const WRAPPED =
  "Failure happened on 'Source' side. ErrorCode=UserErrorFileNotFound,'Type=Microsoft.DataTransfer.Common.Shared.HybridDeliveryException,Message=Cannot find the file or folder '/data/east.csv'.,Source=Microsoft.DataTransfer.ClientLibrary,'";

it('takes the cause out of what it is wrapped in', () => {
  expect(causeOf(WRAPPED)).toBe("Cannot find the file or folder '/data/east.csv'.");
  expect(causeOf('Operation on target A failed: the shelves are empty')).toBe(
    'the shelves are empty',
  );
  expect(
    causeOf(
      'Operation on target A failed: Activity failed because an inner activity failed; Inner activity name: B, Error: no more',
    ),
  ).toBe('no more');
  expect(causeOf('plain words')).toBe('plain words');
});

it('says what to do by what the error says', () => {
  const error = { errorCode: '2200', failureType: 'UserError', target: 'Copy' };
  expect(adviceOf({ ...error, message: WRAPPED })).toContain('check the dataset');
  expect(adviceOf({ ...error, message: 'something odd' })).toContain('mend it');
  expect(adviceOf({ ...error, failureType: '', message: 'something odd' })).toBe('');
});
