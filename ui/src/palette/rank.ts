/** How well `text` answers `wanted`: higher is better, 0 is not at all. */
export function score(text: string, wanted: string): number {
  const inText = text.toLowerCase();
  let total = 0;
  for (const word of wanted.toLowerCase().split(/\s+/)) {
    if (word === '') continue;
    const at = inText.indexOf(word);
    if (at === 0) total += 4;
    else if (at > 0) total += /[\s_\-/.]/.test(inText[at - 1] ?? '') ? 3 : 2;
    else if (isSubsequence(word, inText)) total += 0.5;
    else return 0;
  }
  return total;
}

function isSubsequence(word: string, text: string): boolean {
  let at = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** Those that answer, best first; the groups stay together, by their best, then as they came. All if nothing is wanted. */
export function rank<T extends { group: string; label: string }>(
  hits: readonly T[],
  wanted: string,
  textOf: (hit: T) => string,
): T[] {
  if (wanted === '') return [...hits];
  const scored = hits
    .map((hit) => ({
      hit,
      points: Math.max(score(hit.label, wanted) * 2, score(textOf(hit), wanted)),
    }))
    .filter(({ points }) => points >= 1);
  const best = new Map<string, number>();
  for (const { hit, points } of scored)
    best.set(hit.group, Math.max(best.get(hit.group) ?? 0, points));
  const order = [...new Set(hits.map((hit) => hit.group))];
  return scored
    .sort(
      (a, b) =>
        (best.get(b.hit.group) ?? 0) - (best.get(a.hit.group) ?? 0) ||
        order.indexOf(a.hit.group) - order.indexOf(b.hit.group) ||
        b.points - a.points ||
        a.hit.label.localeCompare(b.hit.label),
    )
    .map(({ hit }) => hit);
}
