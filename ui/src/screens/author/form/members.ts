import type { JsonObject } from '../model/json';
import { shapeOf, type Shape } from '../schema/schema';
import type { FormHost } from './context';

/** Which members a form shows, and which it could; `asked`: also those of them that are not set. */
export function membersOf(
  host: Pick<FormHost, 'schema' | 'readOnly'>,
  shape: Shape,
  value: JsonObject,
  hidden: readonly string[] = [],
  asked: readonly string[] = [],
) {
  const skip = new Set(hidden.map((name) => name.toLowerCase()));
  // The field of the pipeline shows the parameters that are passed to it.
  if (
    shape.properties.some(({ node }) => shapeOf(host.schema, node).title === 'PipelineReference')
  ) {
    skip.add('parameters');
  }
  const there = new Set(Object.keys(value).map((name) => name.toLowerCase()));
  const all = shape.properties.filter((one) => !skip.has(one.name.toLowerCase()));
  // What is only read is shown if it is set.
  const shown = all.filter(
    (one) =>
      ((one.required || asked.includes(one.name)) && !host.readOnly) ||
      there.has(one.name.toLowerCase()),
  );
  const others = all.filter((one) => !shown.includes(one) && !one.deprecated);
  const known = new Set(shape.properties.map((one) => one.name.toLowerCase()));
  const unknown = Object.keys(value).filter(
    (name) => !known.has(name.toLowerCase()) && !skip.has(name.toLowerCase()) && name !== 'type',
  );
  return { shown, unknown, others: host.readOnly ? [] : others };
}

/** True if Members would show nothing at all. */
export function hasNone(
  host: Pick<FormHost, 'schema' | 'readOnly'>,
  shape: Shape,
  value: JsonObject,
  hidden: readonly string[] = [],
): boolean {
  const { shown, unknown, others } = membersOf(host, shape, value, hidden);
  return shown.length + unknown.length + others.length === 0;
}
