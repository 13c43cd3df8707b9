import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentUnit,
} from '@codemirror/language';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { syntaxTree } from '@codemirror/language';
import { useEffect, useRef } from 'react';
import { changeBetween } from './change';
import { completeJson, describe, type Knowledge } from './completion';
import { pathAt } from './locate';
import { look } from './theme';

const Outside = Annotation.define<boolean>();

export interface Marked extends Diagnostic {
  code: string;
}

/** A document as text: completion and tips by its schema, findings underlined. */
export default function JsonEditor({
  label,
  text,
  readOnly,
  knowledge,
  diagnostics,
  reveal,
  onText,
  onPlace,
  onUndo,
  onRedo,
}: {
  label: string;
  text: string;
  readOnly: boolean;
  knowledge: Knowledge;
  diagnostics: readonly Marked[];
  /** A place to show, each object once. */
  reveal: { offset: number; focus: boolean } | null;
  onText: (text: string) => void;
  /** The cursor was put somewhere by hand. */
  onPlace: (offset: number) => void;
  onUndo: () => void;
  onRedo: () => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const writable = useRef(new Compartment());
  // What the editor asks for when it needs it: it is made once.
  const now = useRef({ knowledge, onText, onPlace, onUndo, onRedo });
  useEffect(() => {
    now.current = { knowledge, onText, onPlace, onUndo, onRedo };
  });

  useEffect(() => {
    if (!host.current) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          foldGutter(),
          codeFolding(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          highlightSelectionMatches(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          indentUnit.of('  '),
          EditorState.tabSize.of(2),
          json(),
          look,
          autocompletion({
            override: [(context) => completeJson(context, now.current.knowledge)],
            icons: false,
          }),
          hoverTooltip((at, pos) => {
            const { schema, document } = now.current.knowledge;
            const tree = syntaxTree(at.state);
            const node = tree.resolveInner(pos, 1);
            if (!schema || node.name !== 'PropertyName') return null;
            const words = describe(
              schema,
              document,
              pathAt(tree, at.state.doc.toString(), node.from),
            );
            if (words === '') return null;
            return {
              pos: node.from,
              end: node.to,
              create: () => {
                const dom = window.document.createElement('div');
                dom.className = 'editor-tip';
                dom.textContent = words;
                return { dom };
              },
            };
          }),
          keymap.of([
            { key: 'Mod-z', run: () => (now.current.onUndo(), true) },
            { key: 'Mod-y', run: () => (now.current.onRedo(), true) },
            { key: 'Mod-Shift-z', run: () => (now.current.onRedo(), true) },
            ...completionKeymap,
            ...foldKeymap,
            ...searchKeymap,
            indentWithTab,
            ...defaultKeymap,
          ]),
          writable.current.of([]),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            const outside = update.transactions.some((one) => one.annotation(Outside));
            if (update.docChanged && !outside) now.current.onText(update.state.doc.toString());
            const byHand = update.transactions.some((one) => one.isUserEvent('select'));
            if (update.selectionSet && byHand && !update.docChanged) {
              now.current.onPlace(update.state.selection.main.head);
            }
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
  }, [label]);

  useEffect(() => {
    view.current?.dispatch({
      effects: writable.current.reconfigure([
        EditorState.readOnly.of(readOnly),
        EditorView.editable.of(!readOnly),
        EditorView.contentAttributes.of({ tabindex: '0' }),
      ]),
    });
  }, [readOnly, label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const old = editor.state.doc.toString();
    if (old === text) return;
    editor.dispatch({ changes: changeBetween(old, text), annotations: Outside.of(true) });
  }, [text, label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const end = editor.state.doc.length;
    const inside = diagnostics.map((one) => ({
      ...one,
      from: Math.min(one.from, end),
      to: Math.min(one.to, end),
    }));
    editor.dispatch(setDiagnostics(editor.state, inside));
  }, [diagnostics, label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !reveal) return;
    const offset = Math.min(reveal.offset, editor.state.doc.length);
    editor.dispatch({
      selection: { anchor: offset },
      effects: EditorView.scrollIntoView(offset, { y: 'center' }),
    });
    if (reveal.focus) editor.focus();
  }, [reveal]);

  return <div className="json-editor" ref={host} />;
}
