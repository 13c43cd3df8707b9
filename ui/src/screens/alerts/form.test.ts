import { describe, expect, it } from 'vitest';
import { readAlert } from '@/api/alerts';
import { placeKey } from '@/json/places';
import { changesOf } from './changes';
import {
  addAction,
  documentOf,
  draftOf,
  isKept,
  lostSecrets,
  memberPlace,
  shownDocument,
  spanText,
  withValue,
} from './draft';
import { channelOf } from './fields';
import { sentence } from './words';

const HIDDEN = { type: 'SecureString', value: '**********' };
const rule = readAlert({
  name: 'R',
  etag: 'e',
  properties: {
    condition: { type: 'Failed', times: 3, within: '01:00:00' },
    scope: { pipelines: ['Load', 'Sum'], annotations: ['nightly'] },
    enabled: false,
    actions: [
      { type: 'Webhook', form: 'teams', url: HIDDEN },
      { type: 'Email', host: 'm', from: 'a@b', to: ['ann@b'], password: HIDDEN },
    ],
  },
});

describe('a draft', () => {
  it('is what is kept until it is changed', () => {
    expect(documentOf(draftOf(rule, false)).properties).toEqual(rule.properties);
  });
  it('of a copy has no secret, and is on', () => {
    const { properties } = documentOf(draftOf(rule, true));
    expect(JSON.stringify(properties)).not.toContain('***');
    expect(properties).not.toHaveProperty('enabled');
  });
  it('is shown without what was typed', () => {
    const draft = draftOf(rule, false);
    draft.actions.push(
      addAction({ type: 'Webhook', url: { type: 'SecureString', value: 'https://h/secret' } }),
    );
    expect(JSON.stringify(shownDocument(draft))).not.toContain('secret');
    expect(JSON.stringify(documentOf(draft))).toContain('secret');
  });
  it('knows secrets that the service would not find again', () => {
    const draft = draftOf(rule, false);
    draft.actions.shift();
    expect(lostSecrets(draft, rule.actions)).toEqual([]);
    draft.actions[0]!.value = { ...draft.actions[0]!.value, host: 'other' };
    expect(lostSecrets(draft, rule.actions)).toEqual([['actions', 0, 'password']]);
  });
  it('makes and takes away what is in between', () => {
    const one = withValue({}, ['scope', 'pipelines'], ['P']);
    expect(one).toEqual({ scope: { pipelines: ['P'] } });
    expect(withValue(one, ['scope', 'pipelines'], undefined)).toEqual({});
  });
});

it.each([
  [90, '00:01:30'],
  [93_784, '1.02:03:04'],
  [0, '00:00:00'],
])('%d seconds are %s', (seconds, text) => expect(spanText(seconds)).toBe(text));

it('knows what is kept', () => {
  expect(isKept(HIDDEN)).toBe(true);
  expect(isKept('https://h/…')).toBe(true);
  expect(isKept({ type: 'SecureString', value: 'new' })).toBe(false);
  expect(isKept(undefined)).toBe(false);
});

it.each([
  [['properties', 'condition'], "'within' must be a time span", 'condition/within'],
  [['properties', 'condition', 'times'], "'times' must be a whole number", 'condition/times'],
  [['properties', 'actions', 0], "'to' must name who gets the mail", 'actions/0/to'],
  [[], "'scope.pipelines' must name the pipelines", 'scope/pipelines'],
  [['properties'], "'actions' must say who is told", 'actions'],
  [['properties', 'scope', 'pipelines', 1], "there is no pipeline 'X'", 'scope/pipelines/1'],
])('a finding at %j that says %s is at %s', (place, message, at) =>
  expect(placeKey(memberPlace(place, message))).toBe(at),
);

it('is one sentence', () => {
  expect(sentence(rule)).toBe(
    'When a run of Load or Sum annotated nightly fails 3 times in 1 hour, tell Teams and ann@b by mail, and again when it is over.',
  );
  const late = readAlert({
    name: 'L',
    properties: {
      condition: { type: 'Late', by: '06:30' },
      scope: { pipelines: ['Load'] },
      recovery: false,
      actions: [],
    },
  });
  expect(sentence(late)).toBe('When no run of Load has succeeded by 06:30 UTC, tell nobody.');
});

describe('what changes', () => {
  const against = (change: (draft: ReturnType<typeof draftOf>) => void) => {
    const draft = draftOf(rule, false);
    change(draft);
    return changesOf(rule.properties, rule.actions, draft.properties, draft.actions);
  };
  it('is nothing at first', () => expect(against(() => undefined)).toEqual([]));
  it('is said in words', () => {
    const changes = against((draft) => {
      draft.properties = withValue(draft.properties, ['condition'], {
        type: 'Failed',
        times: 5,
        within: '02:00:00',
      });
      draft.properties = withValue(draft.properties, ['enabled'], undefined);
      draft.actions[1]!.value = {
        ...draft.actions[1]!.value,
        password: { type: 'SecureString', value: 'new' },
      };
      draft.actions.shift();
      draft.actions.push(addAction({ type: 'Webhook', form: 'slack' }));
    });
    expect(changes).toEqual([
      { what: 'How often', old: '3', now: '5' },
      { what: 'Within', old: '1 hour', now: '2 hours' },
      { what: 'On', old: 'no', now: 'yes' },
      { what: 'ann@b by mail: Password', old: 'as it is kept', now: 'a new one' },
      { what: 'Told, too', old: '', now: 'Slack' },
      { what: 'No longer told', old: 'Teams', now: '' },
    ]);
  });
  it('names another condition', () => {
    const changes = against((draft) => {
      draft.properties = withValue(draft.properties, ['condition'], {
        type: 'Long',
        duration: '00:30:00',
      });
    });
    expect(changes[0]).toEqual({ what: 'When', old: 'A run fails', now: 'A run takes too long' });
    expect(changes[1]).toEqual({ what: 'Longer than', old: '', now: '30 minutes' });
  });
});

it('tells channels of webhooks by their form', () => {
  expect(channelOf({ type: 'webhook', form: 'SLACK' })?.id).toBe('Slack');
  expect(channelOf({ type: 'Webhook' })?.id).toBe('Webhook');
  expect(channelOf({ type: 'pipeline' })?.id).toBe('Pipeline');
  expect(channelOf({ type: 'Pager' })).toBeUndefined();
});
