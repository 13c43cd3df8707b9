import { expect, it } from 'vitest';
import { placeInRows } from './rows';

const box = (id: string) => ({ id, width: 100, height: 40 });
const tie = (from: string, to: string) => ({ id: `${from}>${to}`, from, to });

it('puts what is made of something to the right of it', () => {
  const at = placeInRows(['a', 'b', 'c'].map(box), [tie('a', 'b'), tie('b', 'c')], 50);
  expect(at.get('a')?.x).toBe(0);
  expect(at.get('b')?.x).toBe(150);
  expect(at.get('c')?.x).toBe(300);
});

it('bears loops and boxes that nothing is tied to', () => {
  const at = placeInRows(['a', 'b', 'c'].map(box), [tie('a', 'b'), tie('b', 'a')], 50);
  expect(at.size).toBe(3);
});

it('lets no two boxes lie on each other, for thousands', () => {
  const boxes = Array.from({ length: 4000 }, (_, i) => box(String(i)));
  const ties = boxes.flatMap((_, i) => (i % 5 === 4 ? [] : [tie(String(i), String(i + 1))]));
  const places = [...placeInRows(boxes, ties, 50).values()];
  expect(places).toHaveLength(4000);
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(4000);
});
