import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { FunctionSpec } from '../api';
import { getAt, isObject, member, objectOf, textOf, type Json, type Path } from '../model/json';
import { allActivities } from '../model/pipeline';
import { referencedKind, shapeAt, type Schema, type Shape } from '../schema/schema';
import { pathAt } from './locate';

/** What completions are made of: the schema, the names of the factory, the functions. */
export interface Knowledge {
  schema: Schema | undefined;
  names: ReadonlyMap<string, readonly string[]>;
  functions: readonly FunctionSpec[];
  /** The document as it last was JSON. */
  document: Json;
}

const SYSTEM = [
  'pipeline().Pipeline',
  'pipeline().RunId',
  'pipeline().DataFactory',
  'pipeline().GroupId',
  'pipeline().TriggerName',
  'pipeline().TriggerTime',
  'pipeline().TriggerType',
  'pipeline().TriggeredByPipelineName',
];

const quote = (name: string) => `'${name.replaceAll("'", "''")}'`;

/** What an expression may begin with or go on with, where it stands in the document. */
export function expressionOptions({ document, functions }: Knowledge): Completion[] {
  const properties = member(document, 'properties');
  const options: Completion[] = [];
  for (const name of Object.keys(objectOf(member(properties, 'parameters')))) {
    const isPipeline = member(properties, 'activities') !== undefined;
    options.push({
      label: isPipeline ? `pipeline().parameters.${name}` : `dataset().${name}`,
      type: 'variable',
      detail: 'parameter',
      boost: 3,
    });
  }
  for (const name of Object.keys(objectOf(member(properties, 'variables')))) {
    options.push({ label: `variables(${quote(name)})`, type: 'variable', boost: 2 });
  }
  for (const { place } of allActivities(document)) {
    options.push({
      label: `activity(${quote(place.name)}).output`,
      type: 'property',
      detail: 'output',
      boost: 1,
    });
  }
  options.push({ label: 'item()', type: 'variable', detail: 'of the loop', boost: 1 });
  for (const label of SYSTEM) options.push({ label, type: 'constant' });
  for (const one of functions) {
    if (/^(pipeline|activity|variables|item|dataset|linkedService)$/i.test(one.name)) continue;
    options.push({
      label: one.name,
      type: 'function',
      detail: `(${one.args})`,
      apply: `${one.name}(`,
      ...(one.example
        ? { info: `${one.example} is ${one.answer ?? ''}. Answers ${one.returns}.` }
        : { info: `Answers ${one.returns}.` }),
    });
  }
  return options;
}

const WORD = /[\w().']*$/;

/** Completions inside of an expression; null where there is none. */
export function completeExpression(
  text: string,
  from: number,
  knowledge: Knowledge,
  explicit: boolean,
): CompletionResult | null {
  if (!text.includes('@')) {
    if (!explicit || text !== '') return null;
  }
  const word = WORD.exec(text)?.[0] ?? '';
  // Inside of a call, what is typed is the last part.
  const open = Math.max(word.lastIndexOf('(') + 1, 0);
  const closed = word.lastIndexOf(')');
  const part = closed >= open - 1 ? word : word.slice(open);
  if (part === '' && !explicit && !/[@({,]\s*$/.test(text)) return null;
  return {
    from: from + text.length - part.length,
    options: expressionOptions(knowledge),
    validFor: /^[\w().']*$/,
  };
}

const literal = (shape: Shape): string => {
  switch (shape.kind) {
    case 'object':
    case 'map':
      return '{}';
    case 'list':
      return '[]';
    case 'boolean':
      return 'false';
    case 'integer':
    case 'number':
      return '0';
    case 'enum':
    case 'text':
    case 'any':
      return '""';
  }
};

function memberOptions(schema: Schema, document: Json, path: Path): Completion[] {
  const shape = shapeAt(schema, document, path);
  const there = new Set(
    Object.keys(objectOf(getAt(document, path))).map((name) => name.toLowerCase()),
  );
  const names: Completion[] = shape.properties
    .filter((one) => !there.has(one.name.toLowerCase()) && !one.deprecated)
    .map((one) => {
      const inner = shapeAt(schema, document, [...path, one.name]);
      return {
        label: one.name,
        type: 'property',
        detail: `${one.required ? 'required ' : ''}${inner.kind === 'any' ? '' : inner.kind}`,
        ...(inner.description ? { info: inner.description } : {}),
        boost: one.required ? 2 : 0,
        apply: `"${one.name}": ${literal(inner)}`,
      };
    });
  if (shape.values.length > 0 && !there.has('type')) {
    names.unshift({ label: 'type', type: 'property', boost: 3, apply: '"type": ""' });
  }
  return names;
}

/** The values that may stand at a path, without quotes. */
function valueOptions(knowledge: Knowledge, path: Path): string[] {
  const { schema, document, names } = knowledge;
  if (!schema) return [];
  const last = path.at(-1);
  const around = path.slice(0, -1);
  const holder = shapeAt(schema, document, around);
  if (last === 'type' && holder.values.length > 0) return holder.values;
  if (last === 'referenceName') {
    const kind = referencedKind(holder);
    return kind ? [...(names.get(kind) ?? [])] : [];
  }
  if (last === 'activity' && holder.title === 'ActivityDependency') {
    return allActivities(document).map((one) => one.place.name);
  }
  const shape = shapeAt(schema, document, path);
  if (shape.kind === 'boolean') return ['true', 'false'];
  return shape.values;
}

/** Completions of a resource's JSON: names of members, values, references, expressions. */
export function completeJson(
  context: CompletionContext,
  knowledge: Knowledge,
): CompletionResult | null {
  const text = context.state.doc.toString();
  const tree = syntaxTree(context.state);
  const node = tree.resolveInner(context.pos, -1);
  const { schema, document } = knowledge;
  if (node.name === 'String' || (node.name === 'PropertyName' && node.from < context.pos)) {
    const written = text.slice(node.from + 1, context.pos);
    if (node.name === 'String' && written.includes('@')) {
      return completeExpression(written, node.from + 1, knowledge, context.explicit);
    }
    const path = pathAt(tree, text, node.from);
    const closed = text[node.to - 1] === '"' && node.to > node.from + 1;
    if (node.name === 'PropertyName') {
      if (!schema) return null;
      return {
        from: node.from + 1,
        to: closed ? node.to - 1 : context.pos,
        options: memberOptions(schema, document, path.slice(0, -1)).map((one) => ({
          ...one,
          apply: one.label,
        })),
      };
    }
    const options = valueOptions(knowledge, path);
    if (options.length === 0) return null;
    return {
      from: node.from + 1,
      to: closed ? node.to - 1 : context.pos,
      options: options.map((label) => ({ label, type: 'enum' })),
    };
  }
  if (!schema || !(node.name === 'Object' || node.name === '⚠')) return null;
  const word = context.matchBefore(/"?\w*$/);
  if (!context.explicit && (word === null || word.from === word.to)) return null;
  const holder = node.name === 'Object' ? node : node.parent;
  if (holder?.name !== 'Object') return null;
  const path = pathAt(tree, text, holder.from);
  if (!isObject(getAt(document, path)) && path.length > 0) return null;
  return { from: word?.from ?? context.pos, options: memberOptions(schema, document, path) };
}

/** What a schema says of the member at a place, for a tip. */
export function describe(schema: Schema, document: Json, path: Path): string {
  const shape = shapeAt(schema, document, path);
  const kind =
    shape.kind === 'enum'
      ? `one of ${shape.values.slice(0, 12).join(', ')}${shape.values.length > 12 ? ' …' : ''}`
      : ({ any: '', object: textOf(shape.title) || 'object' }[shape.kind as 'any' | 'object'] ??
        shape.kind);
  return [kind, shape.description].filter((one) => one !== '').join('. ');
}
