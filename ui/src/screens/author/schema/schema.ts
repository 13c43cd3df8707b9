import {
  isObject,
  listOf,
  objectOf,
  textOf,
  type Json,
  type JsonObject,
  type Path,
} from '../model/json';

/** The JSON Schema of a kind of resource, as `weir schema` writes it. */
export interface Schema {
  definitions: JsonObject;
  root: JsonObject;
}

/** What may stand at a place, as far as a form or a completion needs to know. */
export interface Shape {
  kind: 'text' | 'integer' | 'number' | 'boolean' | 'enum' | 'object' | 'list' | 'map' | 'any';
  /** The definition's name: "DatasetReference"; empty where there is none. */
  title: string;
  description: string;
  /** Of an enum, or the types of an object that its `type` tells apart. */
  values: string[];
  /** Of an object. */
  properties: { name: string; node: Json; required: boolean; deprecated: boolean }[];
  /** Of a list or a map. */
  inner: Json | undefined;
  /** An object whose members follow from its `type`. */
  typed: boolean;
  minimum: number | undefined;
}

export function readSchema(document: Json): Schema {
  const root = objectOf(document);
  return { definitions: objectOf(root.definitions), root: objectOf(root.then) };
}

const REF = '#/definitions/';
const SIMPLE: Record<string, Shape['kind']> = {
  text: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  object: 'any',
};

const bare = (kind: Shape['kind']): Shape => ({
  kind,
  title: '',
  description: '',
  values: [],
  properties: [],
  inner: undefined,
  typed: false,
  minimum: undefined,
});

/** The names that `required` of a node asks for, wherever in its `allOf` they stand. */
function requiredOf(node: JsonObject): Set<string> {
  const names = new Set(listOf(node.required).map(textOf));
  for (const one of listOf(node.allOf)) {
    for (const name of listOf(objectOf(objectOf(one).then).required)) names.add(textOf(name));
  }
  return names;
}

function enumOf(node: JsonObject): string[] {
  for (const one of listOf(node.anyOf)) {
    const values = objectOf(one).enum;
    if (Array.isArray(values)) return values.map(textOf).filter((text) => text !== '');
  }
  return Array.isArray(node.enum) ? node.enum.map(textOf) : [];
}

/** The node that a `type` leads to; undefined if that type is not known. */
function chosen(schema: Schema, node: JsonObject, type: string): JsonObject | undefined {
  const wanted = type.toLowerCase();
  for (const one of listOf(node.allOf)) {
    const test = objectOf(objectOf(objectOf(one).if).properties).type;
    if (textOf(objectOf(test).const).toLowerCase() === wanted && wanted !== '') {
      return merged(schema, objectOf(one).then);
    }
  }
  return undefined;
}

const inner = (node: JsonObject): JsonObject => {
  // "If it is no expression": what a form is about.
  let at = node;
  while (isObject(at.else)) at = at.else;
  return at;
};

/** The node with what its reference says. */
function merged(schema: Schema, given: Json | undefined): JsonObject {
  let node = objectOf(given);
  for (let depth = 0; depth < 20; depth++) {
    const ref = textOf(node.$ref);
    if (ref === '') break;
    const name = ref.slice(REF.length);
    const there = objectOf(schema.definitions[name]);
    node = { title: name, ...there, ...node, $ref: there.$ref ?? null };
  }
  return node;
}

function referenceShape(node: JsonObject): Shape | undefined {
  const one = objectOf(listOf(node.allOf).find((each) => '$ref' in objectOf(each)));
  const name = textOf(one.$ref).slice(REF.length);
  const kind = SIMPLE[name];
  return kind ? bare(kind) : undefined;
}

/** What may stand where `node` describes, given what stands there: its `type` may decide. */
export function shapeOf(schema: Schema, given: Json | undefined, value?: Json): Shape {
  const node = merged(schema, given);
  const title = textOf(node.title);
  const about = {
    title,
    description: textOf(node.description),
    minimum: typeof node.minimum === 'number' ? node.minimum : undefined,
  };
  const simple = SIMPLE[title];
  if (simple) return { ...bare(simple), ...about };
  if (title === 'expression' || title === 'expressionObject') return { ...bare('text'), ...about };
  const referenced = referenceShape(node);
  if (referenced) return { ...referenced, ...about };
  // A text, or an object such as a secret or an expression.
  if (objectOf(node.if).type === 'object' && node.then !== undefined) {
    const there = shapeOf(schema, node.then, value);
    return isObject(value) && there.kind === 'object'
      ? there
      : { ...bare('text'), ...about, title: there.title };
  }
  const values = enumOf(node);
  if (values.length > 0) return { ...bare('enum'), ...about, values };
  const core = inner(node);
  if (isObject(core.properties)) {
    const types = enumOf(objectOf(core.properties.type));
    const typed = listOf(core.allOf).some((one) => objectOf(objectOf(one).if).properties);
    const discriminated = typed ? chosen(schema, core, textOf(objectOf(value).type)) : undefined;
    const known = discriminated ? inner(discriminated) : {};
    const required = new Set([...requiredOf(core), ...requiredOf(known)]);
    const all = { ...objectOf(core.properties), ...objectOf(known.properties) };
    return {
      ...bare('object'),
      ...about,
      title: discriminated ? textOf(discriminated.title) : title,
      typed,
      values: types,
      properties: Object.entries(all).map(([name, one]) => ({
        name,
        node: one,
        required: required.has(name),
        deprecated: textOf(objectOf(one).deprecationMessage) !== '',
      })),
    };
  }
  if (core.items !== undefined) return { ...bare('list'), ...about, inner: core.items };
  if (core.additionalProperties !== undefined) {
    return { ...bare('map'), ...about, inner: core.additionalProperties };
  }
  if (about.description.endsWith(': string.')) return { ...bare('text'), ...about };
  return { ...bare('any'), ...about };
}

/** The shape at a place of a document. */
export function shapeAt(schema: Schema, document: Json, path: Path): Shape {
  let node: Json | undefined = schema.root;
  let value: Json | undefined = document;
  for (const step of path) {
    const shape = shapeOf(schema, node, value);
    if (typeof step === 'number') {
      node = shape.inner;
      value = Array.isArray(value) ? value[step] : undefined;
    } else {
      const wanted = step.toLowerCase();
      node =
        shape.kind === 'map'
          ? shape.inner
          : shape.properties.find((one) => one.name.toLowerCase() === wanted)?.node;
      const at = objectOf(value);
      value = at[Object.keys(at).find((name) => name.toLowerCase() === wanted) ?? step];
    }
    if (node === undefined) return bare('any');
  }
  return shapeOf(schema, node, value);
}

/** What a form begins with: what is required, empty. */
export function startOf(schema: Schema, node: Json | undefined, type?: string, depth = 0): Json {
  const shape = shapeOf(schema, node, type === undefined ? undefined : { type });
  switch (shape.kind) {
    case 'object': {
      const made: JsonObject = type === undefined ? {} : { type };
      if (depth > 4) return made;
      for (const one of shape.properties) {
        if (one.required && one.name !== 'type' && one.name !== 'name') {
          made[one.name] = startOf(schema, one.node, undefined, depth + 1);
        }
      }
      const reference = /^(\w+)Reference$/.exec(shape.title);
      if (reference && 'referenceName' in made) {
        const type = shape.properties.find((one) => one.name === 'type');
        const types = type ? shapeOf(schema, type.node).values : [];
        made.type = types.includes(shape.title) ? shape.title : (types[0] ?? shape.title);
      }
      return made;
    }
    case 'list':
      return [];
    case 'map':
      return {};
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return shape.minimum ?? 1;
    case 'enum':
      return shape.values[0] ?? '';
    case 'text':
    case 'any':
      return '';
  }
}

/** The kind of resource that a reference names; null for what is no reference. */
export function referencedKind(shape: Shape): string | null {
  const kinds: Record<string, string> = {
    DatasetReference: 'dataset',
    LinkedServiceReference: 'linkedService',
    PipelineReference: 'pipeline',
    DataFlowReference: 'dataflow',
    IntegrationRuntimeReference: 'integrationRuntime',
    CredentialReference: 'credential',
    TriggerReference: 'trigger',
  };
  return kinds[shape.title] ?? null;
}
