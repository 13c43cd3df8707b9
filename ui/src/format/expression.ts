/** Whether a text of a definition is evaluated: all of it, or parts of it. */
export const isEvaluated = (text: string): boolean =>
  (text.length > 1 && text.startsWith('@') && !text.startsWith('@@')) || text.includes('@{');
