/** A value that is only read: nothing about it invites to type. */
export function Value({ text, code = false }: { text: string; code?: boolean }) {
  if (text === '') return <p className="field-value muted">Not set</p>;
  return code ? <code className="field-value">{text}</code> : <p className="field-value">{text}</p>;
}
