import {
  getAt,
  isObject,
  listOf,
  mapTexts,
  member,
  objectOf,
  setAt,
  textOf,
  type Json,
  type JsonObject,
  type Path,
} from './json';

/** The four outcomes that an activity can wait for. */
export const CONDITIONS = ['Succeeded', 'Failed', 'Completed', 'Skipped'] as const;

/** Into which branch of which container. */
export interface Step {
  name: string;
  branch: string;
}
/** A place in a pipeline: a scope, and the activity that is chosen in it. */
export interface Place {
  scope: Step[];
  name: string;
}

/** `If1:ifTrueActivities/Copy`; with a slash at the end, the scope alone. */
export function readPlace(text: string): Place {
  const parts = text.split('/');
  const name = parts.pop() ?? '';
  const scope = parts.map((part): Step => {
    const colon = part.lastIndexOf(':');
    return { name: part.slice(0, colon), branch: decodeURIComponent(part.slice(colon + 1)) };
  });
  return { scope: scope.filter((step) => step.name !== ''), name };
}

export const printScope = (scope: readonly Step[]): string =>
  scope.map(({ name, branch }) => `${name}:${encodeURIComponent(branch)}/`).join('');
export const printPlace = (place: Place): string => printScope(place.scope) + place.name;

const BRANCHES: Record<string, string[]> = {
  foreach: ['activities'],
  until: ['activities'],
  ifcondition: ['ifTrueActivities', 'ifFalseActivities'],
  switch: ['defaultActivities'],
};
const TITLES: Record<string, string> = {
  activities: 'Inside',
  ifTrueActivities: 'If true',
  ifFalseActivities: 'If false',
  defaultActivities: 'Otherwise',
};
const CASE = 'cases.';

export const branchTitle = (branch: string): string =>
  branch.startsWith(CASE) ? `Case ${branch.slice(CASE.length)}` : (TITLES[branch] ?? branch);

export interface Branch {
  branch: string;
  activities: JsonObject[];
}

/** What a container holds, by branch; empty if it is none. */
export function branchesOf(activity: JsonObject): Branch[] {
  const known = BRANCHES[textOf(member(activity, 'type')).toLowerCase()];
  if (!known) return [];
  const about = member(activity, 'typeProperties');
  const cases = listOf(member(about, 'cases')).map((one) => ({
    branch: CASE + textOf(member(one, 'value')),
    activities: listOf(member(one, 'activities')).filter(isObject),
  }));
  return [
    ...cases,
    ...known.map((branch) => ({
      branch,
      activities: listOf(member(about, branch)).filter(isObject),
    })),
  ];
}

/** Where a branch of a container is, inside of it. */
function branchPath(activity: Json | undefined, branch: string): Path | null {
  if (!branch.startsWith(CASE)) return ['typeProperties', branch];
  const value = branch.slice(CASE.length);
  const cases = listOf(getAt(activity, ['typeProperties', 'cases']));
  const index = cases.findIndex((one) => textOf(member(one, 'value')) === value);
  return index < 0 ? null : ['typeProperties', 'cases', index, 'activities'];
}

/** Where the activities of a scope are in the document; null if there is no such scope. */
export function scopePath(document: Json, scope: readonly Step[]): Path | null {
  let path: Path = ['properties', 'activities'];
  for (const step of scope) {
    const index = indexIn(listOf(getAt(document, path)), step.name);
    if (index < 0) return null;
    const found: Path = [...path, index];
    const inner = branchPath(getAt(document, found), step.branch);
    if (!inner) return null;
    path = [...found, ...inner];
  }
  return path;
}

const nameOf = (activity: Json | undefined): string => textOf(member(activity, 'name'));
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const indexIn = (activities: readonly Json[], name: string): number =>
  activities.findIndex((one) => same(nameOf(one), name));

export function activitiesIn(document: Json, scope: readonly Step[]): JsonObject[] {
  const path = scopePath(document, scope);
  return path === null ? [] : listOf(getAt(document, path)).filter(isObject);
}

/** Where an activity is in the document. */
export function activityPath(document: Json, place: Place): Path | null {
  const path = scopePath(document, place.scope);
  if (path === null) return null;
  const index = indexIn(listOf(getAt(document, path)), place.name);
  return index < 0 ? null : [...path, index];
}

export interface Found {
  place: Place;
  activity: JsonObject;
  path: Path;
}

/** Every activity of a pipeline, those inside of containers too. */
export function allActivities(document: Json): Found[] {
  const found: Found[] = [];
  const walk = (scope: Step[]) => {
    const path = scopePath(document, scope);
    if (path === null) return;
    listOf(getAt(document, path)).forEach((activity, i) => {
      if (!isObject(activity)) return;
      const name = nameOf(activity);
      found.push({ place: { scope, name }, activity, path: [...path, i] });
      for (const { branch } of branchesOf(activity)) walk([...scope, { name, branch }]);
    });
  };
  walk([]);
  return found;
}

/** The innermost activity around a place of the document. */
export function placeAt(document: Json, path: Path): Place | null {
  let best: Found | null = null;
  for (const one of allActivities(document)) {
    const around = one.path.every((step, i) => path[i] === step);
    if (around && one.path.length > (best?.path.length ?? 0)) best = one;
  }
  return best?.place ?? null;
}

export function uniqueName(taken: Iterable<string>, wanted: string): string {
  const known = new Set([...taken].map((name) => name.toLowerCase()));
  if (!known.has(wanted.toLowerCase())) return wanted;
  const base = wanted.replace(/ \d+$/, '');
  for (let i = 2; ; i++) if (!known.has(`${base} ${i}`.toLowerCase())) return `${base} ${i}`;
}

const namesOf = (document: Json): string[] => allActivities(document).map((one) => one.place.name);

export interface Dependency {
  activity: string;
  conditions: string[];
}
export function dependenciesOf(activity: JsonObject): Dependency[] {
  return listOf(member(activity, 'dependsOn')).map((one) => ({
    activity: textOf(member(one, 'activity')),
    conditions: listOf(member(one, 'dependencyConditions')).map(textOf),
  }));
}

/** Every `activity('old')` of expressions, renamed. */
function renameInExpressions(value: Json, names: ReadonlyMap<string, string>): Json {
  return mapTexts(value, (text) =>
    text.includes('@')
      ? text.replaceAll(
          /(\bactivity\s*\(\s*')((?:[^']|'')*)('\s*\))/gi,
          (whole, before: string, name: string, after: string) => {
            const next = names.get(name.replaceAll("''", "'").toLowerCase());
            return next === undefined ? whole : before + next.replaceAll("'", "''") + after;
          },
        )
      : text,
  );
}

const inScope = (
  document: Json,
  scope: readonly Step[],
  change: (activities: JsonObject[]) => Json[],
): Json => {
  const path = scopePath(document, scope);
  return path === null ? document : setAt(document, path, change(activitiesIn(document, scope)));
};

const withDependencies = (activity: JsonObject, dependencies: readonly Dependency[]): JsonObject =>
  objectOf(
    setAt(
      activity,
      ['dependsOn'],
      dependencies.map((one) => ({
        activity: one.activity,
        dependencyConditions: [...one.conditions],
      })),
    ),
  );

/** Put an activity into a scope, behind `after` if it is given. Its name is made unique. */
export function addActivity(
  document: Json,
  scope: readonly Step[],
  activity: JsonObject,
  after: string | null,
): { document: Json; name: string } {
  const name = uniqueName(namesOf(document), nameOf(activity));
  const dependsOn = after === null ? [] : [{ activity: after, conditions: ['Succeeded'] }];
  const added = withDependencies({ ...activity, name }, dependsOn);
  return { document: inScope(document, scope, (all) => [...all, added]), name };
}

/** Take activities out of a scope, and out of what waits for them. */
export function removeActivities(
  document: Json,
  scope: readonly Step[],
  names: readonly string[],
): Json {
  const gone = new Set(names.map((name) => name.toLowerCase()));
  return inScope(document, scope, (all) =>
    all
      .filter((one) => !gone.has(nameOf(one).toLowerCase()))
      .map((one) => {
        const kept = dependenciesOf(one).filter((on) => !gone.has(on.activity.toLowerCase()));
        return kept.length === dependenciesOf(one).length ? one : withDependencies(one, kept);
      }),
  );
}

/** Rename an activity; what waits for it and the expressions that read it follow. */
export function renameActivity(document: Json, place: Place, next: string): Json {
  const path = activityPath(document, place);
  if (path === null || next === '' || next === place.name) return document;
  const renamed = inScope(document, place.scope, (all) =>
    all.map((one) => {
      if (same(nameOf(one), place.name)) return objectOf(setAt(one, ['name'], next));
      const on = dependenciesOf(one);
      if (!on.some((each) => same(each.activity, place.name))) return one;
      return withDependencies(
        one,
        on.map((each) => (same(each.activity, place.name) ? { ...each, activity: next } : each)),
      );
    }),
  );
  return renameInExpressions(renamed, new Map([[place.name.toLowerCase(), next]]));
}

/** True if an activity waits for another, by whatever way. */
export function waitsFor(activities: readonly JsonObject[], name: string, on: string): boolean {
  const byName = new Map(activities.map((one) => [nameOf(one).toLowerCase(), one]));
  const seen = new Set<string>();
  const open = [name.toLowerCase()];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === on.toLowerCase()) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    const one = byName.get(at);
    if (one) open.push(...dependenciesOf(one).map((each) => each.activity.toLowerCase()));
  }
  return false;
}

/** Have `to` wait for `from`; empty conditions: not any more. */
export function connect(
  document: Json,
  scope: readonly Step[],
  from: string,
  to: string,
  conditions: readonly string[],
): Json {
  return inScope(document, scope, (all) =>
    all.map((one) => {
      if (!same(nameOf(one), to)) return one;
      const on = dependenciesOf(one);
      const known = on.some((each) => same(each.activity, from));
      const next = known
        ? on.flatMap((each) =>
            !same(each.activity, from)
              ? [each]
              : conditions.length > 0
                ? [{ ...each, conditions: [...conditions] }]
                : [],
          )
        : [
            ...on,
            ...(conditions.length > 0 ? [{ activity: from, conditions: [...conditions] }] : []),
          ];
      return withDependencies(one, next);
    }),
  );
}

/** The pipeline as far as an activity: it, what it waits for, and what holds it. */
export function cutAt(document: Json, place: Place): Json {
  if (activityPath(document, place) === null) return document;
  let cut = document;
  const names = [...place.scope.map((step) => step.name), place.name];
  names.forEach((name, depth) => {
    const scope = place.scope.slice(0, depth);
    const all = activitiesIn(cut, scope);
    cut = inScope(cut, scope, (some) => some.filter((one) => waitsFor(all, name, nameOf(one))));
  });
  return cut;
}

const COPIED = 'weirActivities';

/** Activities as they go to the clipboard. */
export function copyActivities(
  document: Json,
  scope: readonly Step[],
  names: readonly string[],
): string {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const copied = activitiesIn(document, scope).filter((one) =>
    wanted.has(nameOf(one).toLowerCase()),
  );
  return JSON.stringify({ [COPIED]: copied }, null, 2);
}

/** The activities that a text of the clipboard holds: ours, one document, or a list of them. */
export function readCopied(text: string): JsonObject[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const list = Array.isArray(value)
    ? value
    : isObject(value) && COPIED in value
      ? listOf(value[COPIED])
      : [value];
  return list.filter(
    (one): one is JsonObject =>
      isObject(one) && nameOf(one) !== '' && textOf(member(one, 'type')) !== '',
  );
}

/** Put copied activities into a scope: under names that are free, waiting for each other as before. */
export function pasteActivities(
  document: Json,
  scope: readonly Step[],
  copied: readonly JsonObject[],
): { document: Json; names: string[] } {
  const taken = namesOf(document);
  const names = new Map<string, string>();
  const free = (name: string) => {
    const next = uniqueName(taken, name);
    taken.push(next);
    names.set(name.toLowerCase(), next);
    return next;
  };
  // What is inside of containers is renamed as well.
  const renameAll = (activity: JsonObject): JsonObject => {
    let next: JsonObject = { ...activity, name: free(nameOf(activity)) };
    for (const { branch, activities } of branchesOf(activity)) {
      const path = branchPath(next, branch);
      if (path && activities.length > 0) {
        next = objectOf(setAt(next, path, activities.map(renameAll)));
      }
    }
    return next;
  };
  const renamed = copied.map(renameAll);
  const waiting = (activity: JsonObject, known: (name: string) => boolean): JsonObject => {
    let next = withDependencies(
      activity,
      dependenciesOf(activity)
        .map((on) => ({ ...on, activity: names.get(on.activity.toLowerCase()) ?? on.activity }))
        .filter((on) => known(on.activity)),
    );
    for (const { branch, activities } of branchesOf(next)) {
      const path = branchPath(next, branch);
      if (path && activities.length > 0) {
        next = objectOf(
          setAt(
            next,
            path,
            activities.map((one) => waiting(one, () => true)),
          ),
        );
      }
    }
    return next;
  };
  const together = new Set(renamed.map(nameOf));
  const ready = renamed.map((one) => waiting(one, (name) => together.has(name)));
  const pasted = listOf(renameInExpressions(ready, names));
  return {
    document: inScope(document, scope, (all) => [...all, ...pasted]),
    names: renamed.map(nameOf),
  };
}
