import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The page's nonce: without it the browser takes no style that a script makes. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** The colours of the product; both looks come from its variables. */
export const look = [
  EditorView.cspNonce.of(nonce),
  EditorView.theme({
    '&': { color: 'var(--text)', backgroundColor: 'var(--panel)', fontSize: '12.5px' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
    '.cm-content': { caretColor: 'var(--text)' },
    '.cm-cursor': { borderLeftColor: 'var(--text)' },
    '.cm-gutters': {
      backgroundColor: 'var(--panel)',
      color: 'var(--text-3)',
      border: '0',
      borderRight: '1px solid var(--line)',
    },
    '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--hover) 55%, transparent)' },
    '.cm-activeLineGutter': { backgroundColor: 'var(--hover)', color: 'var(--text)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
      { backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent)' },
    '.cm-matchingBracket': { backgroundColor: 'var(--chosen)', outline: '0' },
    '.cm-foldPlaceholder': {
      backgroundColor: 'var(--sunk)',
      border: '1px solid var(--line)',
      color: 'var(--text-2)',
    },
    '.cm-tooltip': {
      backgroundColor: 'var(--panel)',
      border: '1px solid var(--line)',
      borderRadius: '6px',
      boxShadow: '0 8px 28px rgb(0 0 0 / 20%)',
      color: 'var(--text)',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '12px' },
    '.cm-tooltip-autocomplete ul li': { padding: '2px 8px !important' },
    '.cm-tooltip-autocomplete ul li[aria-selected]': {
      backgroundColor: 'var(--chosen)',
      color: 'var(--text)',
    },
    '.cm-completionDetail': { color: 'var(--text-2)', fontStyle: 'normal' },
    '.cm-completionInfo': {
      padding: '6px 10px',
      fontFamily: 'var(--sans)',
      maxWidth: '320px',
      whiteSpace: 'pre-wrap',
    },
    '.cm-tooltip-lint': { maxWidth: '420px' },
    '.cm-diagnostic': { borderLeftWidth: '3px', padding: '5px 10px', fontFamily: 'var(--sans)' },
    '.cm-diagnostic-error': { borderLeftColor: 'var(--bad-fill)' },
    '.cm-diagnostic-warning': { borderLeftColor: 'var(--wait-fill)' },
    '.cm-diagnostic-info, .cm-diagnostic-hint': { borderLeftColor: 'var(--run-fill)' },
    '.cm-lintRange': { backgroundImage: 'none', textDecorationThickness: '1px' },
    '.cm-lintRange-error': { textDecoration: 'underline wavy var(--bad-fill)' },
    '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--wait-fill)' },
    '.cm-lintRange-info, .cm-lintRange-hint': {
      textDecoration: 'underline dotted var(--run-fill)',
    },
    '.cm-panels': { backgroundColor: 'var(--sunk)', color: 'var(--text)' },
    '.cm-panel.cm-search input, .cm-panel.cm-search button': { fontFamily: 'var(--sans)' },
    '.cm-panel.cm-search button': { backgroundImage: 'none', backgroundColor: 'var(--panel)' },
    '.cm-textfield': {
      backgroundColor: 'var(--field)',
      border: '1px solid var(--line-2)',
      borderRadius: '4px',
    },
    '.cm-placeholder': { color: 'var(--text-3)' },
    '.cm-changedLine': {
      backgroundColor: 'color-mix(in srgb, var(--good-soft) 80%, transparent) !important',
    },
    '.cm-deletedChunk': {
      backgroundColor: 'color-mix(in srgb, var(--bad-soft) 80%, transparent) !important',
    },
    '.cm-changedText, .cm-deletedText': { background: 'none !important', fontWeight: '600' },
    '.cm-collapsedLines': {
      background: 'var(--sunk) !important',
      color: 'var(--text-2) !important',
      padding: '3px 12px !important',
    },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.propertyName, color: 'var(--accent)' },
      { tag: tags.string, color: 'var(--good)' },
      { tag: tags.number, color: 'var(--run)' },
      { tag: [tags.bool, tags.null], color: 'var(--wait)' },
      { tag: tags.punctuation, color: 'var(--text-2)' },
      { tag: tags.invalid, color: 'var(--bad)' },
    ]),
  ),
];
