import { client, take } from '@/api/client';
import { at, F, type Factory } from '@/api/factory';

/** An activity as the pipeline defines it. */
export interface Defined {
  name: string;
  type: string;
  dependsOn: { activity: string; conditions: string[] }[];
  document: unknown;
  /** Inside of it, by branch: "activities", "ifTrueActivities", a case's value. */
  inner: { branch: string; activities: Defined[] }[];
}

type Loose = Record<string, unknown>;
const record = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? (value as Loose) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The activities of a pipeline's document, with those inside of containers. */
export function definedOf(activities: unknown): Defined[] {
  return list(activities).map((given) => {
    const one = record(given);
    const about = record(one.typeProperties);
    const inner = ['activities', 'ifTrueActivities', 'ifFalseActivities', 'defaultActivities']
      .filter((branch) => list(about[branch]).length > 0)
      .map((branch) => ({ branch, activities: definedOf(about[branch]) }));
    for (const found of list(about.cases)) {
      const one = record(found);
      inner.push({ branch: String(one.value), activities: definedOf(one.activities) });
    }
    return {
      name: String(one.name),
      type: String(one.type),
      dependsOn: list(one.dependsOn).map((dependency) => ({
        activity: String(record(dependency).activity),
        conditions: list(record(dependency).dependencyConditions).map(String),
      })),
      document: given,
      inner,
    };
  });
}

/** What an activity is called in a definition: its key without iterations. */
export const placeOf = (key: string): string => key.replaceAll(/\[\d+\](?=\/|$)/g, '');

/** All activities, those inside of containers too, by their place: `ForEach1/Copy`. */
export function byPlace(
  defined: readonly Defined[],
  around = '',
  found = new Map<string, Defined>(),
) {
  for (const one of defined) {
    const place = around ? `${around}/${one.name}` : one.name;
    found.set(place, one);
    for (const { activities } of one.inner) byPlace(activities, place, found);
  }
  return found;
}

export interface PipelineDefinition {
  activities: Defined[];
  document: unknown;
}

/** The pipeline as it is now: it may have changed since the run began. */
export async function definitionOf(
  factory: Factory,
  pipelineName: string,
): Promise<PipelineDefinition> {
  const pipeline = await take(
    client.GET(`${F}/pipelines/{pipelineName}`, { params: at(factory, { pipelineName }) }),
  );
  const document = record(pipeline).properties;
  return { activities: definedOf(record(document).activities), document };
}
