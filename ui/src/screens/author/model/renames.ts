import { isObject, listOf, member, sameJson, textOf, type Json, type JsonObject } from './json';
import { activitiesIn, branchesOf, renameActivity, type Place, type Step } from './pipeline';

/** An activity that has another name now. */
export interface Rename {
  /** Where it was; what is around it has its new name already. */
  place: Place;
  next: string;
}

/** Of what two activities have in common, as much must be the same. */
const ALIKE_MIN = 0.5;
const HELD = new Set(['activities', 'ifTrueActivities', 'ifFalseActivities', 'defaultActivities']);
const ASIDE = new Set(['name', 'dependsOn', 'type', 'userProperties', 'policy', 'description']);

const nameOf = (one: JsonObject): string => textOf(member(one, 'name'));
const key = (text: string): string => text.toLowerCase();

/** Each leaf of what an activity does, by its path; without what is inside of it. */
function leavesOf(value: Json | undefined, at: string, found: Map<string, Json>): void {
  if (isObject(value)) {
    for (const [name, one] of Object.entries(value)) {
      const skipped = at === '' ? ASIDE.has(name) : HELD.has(name) || name === 'cases';
      if (!skipped) leavesOf(one, `${at}.${name}`, found);
    }
  } else if (Array.isArray(value)) {
    value.forEach((one, i) => leavesOf(one, `${at}[${i}]`, found));
  } else if (value !== undefined) {
    found.set(at, value);
  }
}

const insideOf = (one: JsonObject): Set<string> =>
  new Set(branchesOf(one).flatMap((branch) => branch.activities.map((each) => key(nameOf(each)))));

/** How much two activities are the same but for their name: 0 to 1. */
function alike(old: JsonObject, now: JsonObject): number {
  if (key(textOf(member(old, 'type'))) !== key(textOf(member(now, 'type')))) return 0;
  const held = insideOf(old);
  const holds = insideOf(now);
  const common = [...held].filter((name) => holds.has(name)).length;
  if (held.size > 0 && holds.size > 0 && common > 0) return 1;
  const before = new Map<string, Json>();
  const after = new Map<string, Json>();
  leavesOf(old, '', before);
  leavesOf(now, '', after);
  const all = new Set([...before.keys(), ...after.keys()]);
  if (all.size === 0)
    return sameJson(member(old, 'dependsOn') ?? [], member(now, 'dependsOn') ?? []) ? 1 : 0;
  const same = [...all].filter((path) => {
    const was = before.get(path);
    const is = after.get(path);
    return was !== undefined && is !== undefined && sameJson(was, is);
  });
  return same.length / all.size;
}

/**
 * Which activities have another name, so that a change of name is told as that and not as one
 * activity that went and another that came. `document` is the old one with the new names.
 */
export function renamesBetween(old: Json, now: Json): { renames: Rename[]; document: Json } {
  const renames: Rename[] = [];
  let document = old;
  const walk = (scope: readonly Step[]) => {
    const after = activitiesIn(now, scope);
    const kept = new Set(after.map((one) => key(nameOf(one))));
    const known = new Set(activitiesIn(document, scope).map((one) => key(nameOf(one))));
    const free = after.filter((one) => !known.has(key(nameOf(one))));
    for (const was of activitiesIn(document, scope)) {
      if (kept.has(key(nameOf(was)))) continue;
      const scored = free
        .map((one) => ({ one, score: alike(was, one) }))
        .filter(({ score }) => score >= ALIKE_MIN)
        .sort((a, b) => b.score - a.score);
      const best = scored[0]?.one;
      if (!best) continue;
      free.splice(free.indexOf(best), 1);
      const place = { scope: [...scope], name: nameOf(was) };
      renames.push({ place, next: nameOf(best) });
      document = renameActivity(document, place, nameOf(best));
    }
    for (const one of activitiesIn(document, scope)) {
      for (const { branch } of branchesOf(one)) walk([...scope, { name: nameOf(one), branch }]);
    }
  };
  if (listOf(member(member(old, 'properties'), 'activities')).length > 0) walk([]);
  return { renames, document };
}
