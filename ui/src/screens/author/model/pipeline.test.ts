import { expect, it } from 'vitest';
import { getAt, type Json, type JsonObject } from './json';
import {
  activitiesIn,
  activityPath,
  addActivity,
  allActivities,
  connect,
  copyActivities,
  cutAt,
  dependenciesOf,
  pasteActivities,
  placeAt,
  printPlace,
  readCopied,
  readPlace,
  removeActivities,
  renameActivity,
  waitsFor,
} from './pipeline';

const wait = (name: string, ...on: string[]): JsonObject => ({
  name,
  type: 'Wait',
  dependsOn: on.map((activity) => ({ activity, dependencyConditions: ['Succeeded'] })),
  typeProperties: { waitTimeInSeconds: 1 },
});
const DOCUMENT: Json = {
  name: 'Load',
  properties: {
    activities: [
      wait('List'),
      {
        name: 'Each',
        type: 'ForEach',
        dependsOn: [{ activity: 'List', dependencyConditions: ['Failed', 'Skipped'] }],
        typeProperties: {
          items: { value: "@activity('List').output.value", type: 'Expression' },
          activities: [
            {
              name: 'Is it new',
              type: 'IfCondition',
              typeProperties: {
                expression: {
                  value: "@equals(activity( 'list' ).output.n, 1)",
                  type: 'Expression',
                },
                ifTrueActivities: [wait('Copy')],
              },
            },
          ],
        },
      },
      wait('Tell', 'Each'),
    ],
  },
};
const at = (name: string) => readPlace(name);
const names = (document: Json, scope: string) =>
  activitiesIn(document, at(scope).scope).map((one) => one.name);

it('finds places, by branch', () => {
  const text = 'Each:activities/Is it new:ifTrueActivities/Copy';
  expect(printPlace(readPlace(text))).toBe(text);
  expect(activityPath(DOCUMENT, at(text))).toEqual([
    ...['properties', 'activities', 1, 'typeProperties', 'activities', 0],
    ...['typeProperties', 'ifTrueActivities', 0],
  ]);
  expect(allActivities(DOCUMENT).map((one) => one.place.name)).toEqual([
    ...['List', 'Each', 'Is it new', 'Copy', 'Tell'],
  ]);
  expect(activityPath(DOCUMENT, at('Each:activities/None'))).toBeNull();
  expect(activityPath(DOCUMENT, at('None:activities/Copy'))).toBeNull();
});

it('says which activity a place of the document is in', () => {
  const path = ['properties', 'activities', 1, 'typeProperties', 'activities', 0, 'type'];
  expect(printPlace(placeAt(DOCUMENT, path)!)).toBe('Each:activities/Is it new');
  expect(placeAt(DOCUMENT, ['properties', 'parameters'])).toBeNull();
});

it('adds behind another, under a name that is free', () => {
  const added = addActivity(DOCUMENT, [], wait('Copy'), 'Tell');
  expect(added.name).toBe('Copy 2');
  expect(dependenciesOf(activitiesIn(added.document, [])[3]!)).toEqual([
    { activity: 'Tell', conditions: ['Succeeded'] },
  ]);
});

it('renames, and what names it follows', () => {
  const renamed = renameActivity(DOCUMENT, at('List'), "List o'files");
  expect(names(renamed, '')).toEqual(["List o'files", 'Each', 'Tell']);
  const each = activitiesIn(renamed, [])[1]!;
  expect(dependenciesOf(each)).toEqual([
    { activity: "List o'files", conditions: ['Failed', 'Skipped'] },
  ]);
  expect(getAt(each, ['typeProperties', 'items', 'value'])).toBe(
    "@activity('List o''files').output.value",
  );
  const inner = activitiesIn(renamed, at('Each:activities/').scope)[0]!;
  expect(getAt(inner, ['typeProperties', 'expression', 'value'])).toBe(
    "@equals(activity( 'List o''files' ).output.n, 1)",
  );
});

it('removes, also out of what waits for it', () => {
  const left = removeActivities(DOCUMENT, [], ['Each']);
  expect(names(left, '')).toEqual(['List', 'Tell']);
  expect(dependenciesOf(activitiesIn(left, [])[1]!)).toEqual([]);
});

it('connects, changes the condition, and takes the link away', () => {
  const made = connect(DOCUMENT, [], 'List', 'Tell', ['Completed']);
  expect(dependenciesOf(activitiesIn(made, [])[2]!)).toEqual([
    { activity: 'Each', conditions: ['Succeeded'] },
    { activity: 'List', conditions: ['Completed'] },
  ]);
  const changed = connect(made, [], 'Each', 'Tell', ['Failed', 'Skipped']);
  expect(dependenciesOf(activitiesIn(changed, [])[2]!)[0]).toEqual({
    activity: 'Each',
    conditions: ['Failed', 'Skipped'],
  });
  const gone = connect(changed, [], 'Each', 'Tell', []);
  expect(dependenciesOf(activitiesIn(gone, [])[2]!)).toHaveLength(1);
});

it('knows what waits for what, also in a circle', () => {
  const activities = activitiesIn(DOCUMENT, []);
  expect(waitsFor(activities, 'Tell', 'List')).toBe(true);
  expect(waitsFor(activities, 'List', 'Tell')).toBe(false);
  const circle = activitiesIn(connect(DOCUMENT, [], 'Tell', 'List', ['Succeeded']), []);
  expect(waitsFor(circle, 'List', 'None')).toBe(false);
});

it('copies and pastes with names that are free, links and expressions among them kept', () => {
  const text = copyActivities(DOCUMENT, [], ['List', 'Each']);
  const pasted = pasteActivities(DOCUMENT, [], readCopied(text));
  expect(pasted.names).toEqual(['List 2', 'Each 2']);
  const [list, each] = activitiesIn(pasted.document, []).slice(3);
  expect(dependenciesOf(list!)).toEqual([]);
  expect(dependenciesOf(each!)[0]?.activity).toBe('List 2');
  expect(getAt(each, ['typeProperties', 'items', 'value'])).toBe(
    "@activity('List 2').output.value",
  );
  expect(names(pasted.document, 'Each 2:activities/')).toEqual(['Is it new 2']);
  expect(names(pasted.document, 'Each 2:activities/Is it new 2:ifTrueActivities/')).toEqual([
    'Copy 2',
  ]);
});

it('pastes no text that holds no activity', () => {
  expect(readCopied('no JSON')).toEqual([]);
  expect(readCopied('{"a": 1}')).toEqual([]);
  expect(readCopied('{"name": "A", "type": "Wait"}')).toHaveLength(1);
});

it('is cut at a breakpoint: what leads there stays', () => {
  expect(names(cutAt(DOCUMENT, at('Each')), '')).toEqual(['List', 'Each']);
  const inside = cutAt(DOCUMENT, at('Each:activities/Is it new:ifTrueActivities/Copy'));
  expect(allActivities(inside).map((one) => one.place.name)).toEqual([
    ...['List', 'Each', 'Is it new', 'Copy'],
  ]);
  expect(names(cutAt(DOCUMENT, at('List')), '')).toEqual(['List']);
  expect(cutAt(DOCUMENT, at('Nobody'))).toBe(DOCUMENT);
});
