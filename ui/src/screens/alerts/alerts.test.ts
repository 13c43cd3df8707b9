import { describe, expect, it } from 'vitest';
import { readAlert, secondsOf, type Notice } from '@/api/alerts';
import {
  actionWords,
  openOf,
  outcomeOf,
  outcomeWords,
  scopeWords,
  spanWords,
  spelled,
  titleWords,
  whenWords,
} from './words';

const rule = (condition: object, more: object = {}) =>
  readAlert({ name: 'R', properties: { condition, actions: [], ...more } });

describe('what a rule says', () => {
  it.each([
    [{ type: 'Failed' }, 'a run fails'],
    [{ type: 'Long', duration: '00:30:00' }, 'a run takes longer than 30 minutes'],
    [{ type: 'NeverStarted', duration: '1.02:00:00' }, 'no run has begun for 1 day 2 hours'],
    [{ type: 'Late', by: '06:30' }, 'no run has succeeded by 06:30 UTC'],
    [{ type: 'QueueLength', count: 50 }, 'more than 50 activities wait for a worker'],
    [{ type: 'Odd' }, 'Odd'],
  ])('%j', (condition, words) => expect(whenWords(rule(condition))).toBe(words));

  it('names its scope', () => {
    const scope = { pipelines: ['Load', 'Sum'], annotations: ['nightly'] };
    expect(scopeWords(rule({ type: 'Failed' }, { scope }))).toBe('Load, Sum; annotated nightly');
    expect(scopeWords(rule({ type: 'Failed' }, { scope: { annotations: ['a'] } }))).toBe(
      'pipelines annotated a',
    );
    expect(scopeWords(rule({ type: 'Failed' }, { scope: null }))).toBe('all pipelines');
    expect(scopeWords(rule({ type: 'QueueLength', count: 1 }))).toBe('the whole service');
  });

  it('names whom it tells, and no secret', () => {
    expect(actionWords({ type: 'Email', to: ['ann@b', 'bo@b'] })).toBe('ann@b, bo@b by mail');
    expect(actionWords({ type: 'Webhook', form: 'slack', url: 'https://h/secret' })).toBe(
      'Slack at h',
    );
    const hidden = { type: 'SecureString', value: '**********' };
    expect(actionWords({ type: 'Webhook', url: hidden })).toBe('a webhook');
    expect(actionWords({ type: 'Pipeline', pipeline: { referenceName: 'Tell' } })).toBe(
      'the pipeline Tell',
    );
  });

  it('takes a minute to group if it does not say', () => {
    expect(rule({ type: 'Failed' }).groupSeconds).toBe(60);
    expect(rule({ type: 'Failed' }, { group: '00:00:00' }).groupSeconds).toBe(0);
    expect(secondsOf('half an hour')).toBeNull();
    expect(spanWords(0)).toBe('no time');
  });
});

const notice = (told: Notice['told'][number]['status'][], title = 'R: 2 alerts'): Notice => ({
  id: '1',
  rule: 'R',
  condition: 'Failed',
  state: 'alert',
  time: '2026-01-01T00:00:00Z',
  title,
  count: 2,
  entries: [],
  told: told.map((status, action) => ({
    action,
    target: 't',
    status,
    tries: 1,
    time: '2026-01-01T00:00:00Z',
  })),
});

describe('what was told', () => {
  it('is as good as the worst of it', () => {
    expect(outcomeOf(notice(['Sent', 'Sent']))).toBe('Sent');
    expect(outcomeOf(notice(['Sent', 'Again']))).toBe('Again');
    expect(outcomeOf(notice(['GivenUp', 'Again']))).toBe('GivenUp');
  });
  it('is not given up when it is a test', () => {
    expect(outcomeWords(notice([]), 'GivenUp')).toBe('Given up');
    expect(outcomeWords({ ...notice([]), state: 'test' }, 'GivenUp')).toBe('Not sent');
  });
  it('is about a pipeline as it is spelled', () => {
    const load = rule({ type: 'Late', by: '06:30' }, { scope: { pipelines: ['Load'] } });
    expect(spelled('load', load, [])).toBe('Load');
    expect(spelled('other', load, [])).toBe('other');
  });
  it('has a title without the rule', () => {
    expect(titleWords(notice([]))).toBe('2 alerts');
    expect(titleWords({ ...notice([], 'R: test'), state: 'test' })).toBe('A test');
  });
  it('is of its rule, the oldest first', () => {
    const open = [
      { alert: 'r', what: 'b', since: '2026-01-02T00:00:00Z' },
      { alert: 'r', what: 'a', since: '2026-01-01T00:00:00Z' },
      { alert: 's', what: 'c', since: '2026-01-01T00:00:00Z' },
    ];
    expect(openOf(open, 'R').map((one) => one.what)).toEqual(['a', 'b']);
  });
});
