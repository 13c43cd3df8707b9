import { jsonLanguage } from '@codemirror/lang-json';
import type { SyntaxNode, Tree } from '@lezer/common';
import type { Path } from '../model/json';

const VALUES = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

export const treeOf = (text: string): Tree => jsonLanguage.parser.parse(text);

const unquoted = (text: string): string => {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.replaceAll('"', '');
  }
};

/** The path of the value, or of the member, that a place of the text is in. */
export function pathAt(tree: Tree, text: string, offset: number): Path {
  const path: (string | number)[] = [];
  let node: SyntaxNode | null = tree.resolveInner(offset, 1);
  for (; node; node = node.parent) {
    const parent: SyntaxNode | null = node.parent;
    if (node.name === 'Property') {
      const name = node.getChild('PropertyName');
      if (name) path.unshift(unquoted(text.slice(name.from, name.to)));
    } else if (parent?.name === 'Array' && VALUES.has(node.name)) {
      let index = 0;
      for (let before = node.prevSibling; before; before = before.prevSibling) {
        if (VALUES.has(before.name)) index++;
      }
      path.unshift(index);
    }
  }
  return path;
}

export interface Range {
  from: number;
  to: number;
}

const valueOf = (node: SyntaxNode): SyntaxNode | null => {
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (VALUES.has(child.name)) return child;
  }
  return null;
};

/** Where the value at a path is in the text; null if it is not there. */
export function rangeOf(tree: Tree, text: string, path: Path): Range | null {
  let node = valueOf(tree.topNode);
  for (const step of path) {
    if (!node) return null;
    let next: SyntaxNode | null = null;
    if (typeof step === 'number') {
      let index = 0;
      for (let child = node.firstChild; child; child = child.nextSibling) {
        if (VALUES.has(child.name) && index++ === step) next = child;
      }
    } else {
      const wanted = step.toLowerCase();
      for (const property of node.getChildren('Property')) {
        const name = property.getChild('PropertyName');
        if (name && unquoted(text.slice(name.from, name.to)).toLowerCase() === wanted) {
          next = valueOf(property);
        }
      }
    }
    node = next;
  }
  return node && { from: node.from, to: node.to };
}

const encoder = new TextEncoder();

/** The offset of a line and a column that counts bytes, both from 1. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  let end = text.indexOf('\n', start);
  if (end < 0) end = text.length;
  const words = text.slice(start, end);
  let bytes = 1;
  let at = 0;
  for (const letter of words) {
    if (bytes >= column) break;
    bytes += encoder.encode(letter).length;
    at += letter.length;
  }
  return start + at;
}
