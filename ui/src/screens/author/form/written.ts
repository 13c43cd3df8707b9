import { isObject, textOf, type Json, type JsonObject } from '../model/json';

export const isExpression = (value: Json | undefined): value is JsonObject =>
  isObject(value) && value.type === 'Expression' && typeof value.value === 'string';
/** The text of what is evaluated; null for what is not. */
export const expressionText = (value: Json | undefined): string | null => {
  if (isExpression(value)) return textOf(value.value);
  return typeof value === 'string' && (/^@(?!@)/.test(value) || value.includes('@{'))
    ? value
    : null;
};
/** As the designer of Data Factory writes it: an object around what is an expression as a whole. */
export const written = (text: string, before: Json | undefined): Json =>
  isExpression(before) || /^@(?!@)/.test(text) ? { value: text, type: 'Expression' } : text;
