import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { Annotation, Compartment, EditorState, RangeSetBuilder } from '@codemirror/state';
import {
  Decoration,
  drawSelection,
  EditorView,
  keymap,
  placeholder as placeholderOf,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { changeBetween } from './change';
import { completeExpression, type Knowledge } from './completion';
import { look } from './theme';

const Outside = Annotation.define<boolean>();

const PART =
  /(?<text>'(?:[^']|'')*')|(?<call>[A-Za-z_]\w*)(?=\s*\()|(?<number>\b\d+(?:\.\d+)?\b)|(?<mark>@\{?|\})/g;
const MARKS: Record<string, Decoration> = {
  text: Decoration.mark({ class: 'ex-text' }),
  call: Decoration.mark({ class: 'ex-call' }),
  number: Decoration.mark({ class: 'ex-number' }),
  mark: Decoration.mark({ class: 'ex-mark' }),
};

function marksOf(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const text = view.state.doc.toString();
  if (text.startsWith('@') || text.includes('@{')) {
    for (const match of text.matchAll(PART)) {
      const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0];
      const mark = kind && MARKS[kind];
      if (mark) builder.add(match.index, match.index + match[0].length, mark);
    }
  }
  return builder.finish();
}

const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = marksOf(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged) this.decorations = marksOf(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** A text that may be an expression: completes what it may name, and is checked as it is typed. */
export function ExpressionBox({
  label,
  text,
  readOnly,
  placeholder,
  invalid,
  knowledge,
  onText,
}: {
  label: string;
  text: string;
  readOnly: boolean;
  placeholder: string;
  invalid: boolean;
  knowledge: Knowledge;
  onText: (text: string) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const writable = useRef(new Compartment());
  const now = useRef({ knowledge, onText });
  useEffect(() => {
    now.current = { knowledge, onText };
  });
  useEffect(() => {
    if (!host.current) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorView.lineWrapping,
          drawSelection(),
          history(),
          closeBrackets(),
          look,
          colours,
          placeholderOf(placeholder),
          autocompletion({
            icons: false,
            override: [
              (context) =>
                completeExpression(
                  context.state.sliceDoc(0, context.pos),
                  0,
                  now.current.knowledge,
                  context.explicit,
                ),
            ],
          }),
          keymap.of([
            { key: 'Tab', run: acceptCompletion },
            ...completionKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          writable.current.of([]),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            const outside = update.transactions.some((one) => one.annotation(Outside));
            if (update.docChanged && !outside) now.current.onText(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
    // Made once; what changes is put in below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [label, placeholder]);
  useEffect(() => {
    view.current?.dispatch({
      effects: writable.current.reconfigure([
        EditorState.readOnly.of(readOnly),
        EditorView.editable.of(!readOnly),
        EditorView.contentAttributes.of({ 'aria-invalid': String(invalid) }),
      ]),
    });
  }, [readOnly, invalid]);
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const old = editor.state.doc.toString();
    if (old !== text) {
      editor.dispatch({ changes: changeBetween(old, text), annotations: Outside.of(true) });
    }
  }, [text]);
  return <div className={`expression-box ${invalid ? 'invalid' : ''}`} ref={host} />;
}
