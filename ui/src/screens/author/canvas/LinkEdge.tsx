import {
  BaseEdge,
  EdgeLabelRenderer,
  getBezierPath,
  type Edge,
  type EdgeProps,
} from '@xyflow/react';
import { Button as AriaButton } from 'react-aria-components';
import { ChoiceMenu } from '@/kit/Menu';
import { CONDITIONS } from '../model/pipeline';

export interface LinkData extends Record<string, unknown> {
  conditions: string[];
  readOnly: boolean;
  onConditions: (from: string, to: string, conditions: string[]) => void;
}
export type Link = Edge<LinkData, 'link'>;

const TONES: Record<string, string> = {
  Succeeded: 'good',
  Failed: 'bad',
  Completed: 'run',
  Skipped: 'skip',
};

export const toneOfConditions = (conditions: readonly string[]): string =>
  TONES[conditions.length === 1 ? (conditions[0] ?? '') : ''] ?? 'run';

const OPTIONS = CONDITIONS.map((id) => ({
  id,
  text: id,
  label: (
    <>
      <span className={`cond-dot tone-${TONES[id]}`} /> {id}
    </>
  ),
}));

/** What waits for what, and for which outcome; its label changes it. */
export function LinkEdge({
  id,
  source,
  target,
  sourceX,
  sourceY,
  sourcePosition,
  targetX,
  targetY,
  targetPosition,
  markerEnd,
  style,
  data,
  selected,
}: EdgeProps<Link>) {
  const [path, x, y] = getBezierPath({
    sourceX,
    sourceY,
    sourcePosition,
    targetX,
    targetY,
    targetPosition,
  });
  const conditions = data?.conditions ?? [];
  const words = conditions.join(' or ') || 'Succeeded';
  const plain = words === 'Succeeded';
  const tone = toneOfConditions(conditions);
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        {...(markerEnd ? { markerEnd } : {})}
        style={{ ...style, strokeWidth: selected ? 2.6 : 1.7 }}
      />
      <EdgeLabelRenderer>
        <div
          className={`link-label nodrag nopan tone-${tone} ${plain ? 'plain' : ''} ${selected ? 'selected' : ''}`}
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        >
          {data?.readOnly ? (
            !plain && <span className="link-words">{words}</span>
          ) : (
            <ChoiceMenu
              label="Outcomes that are waited for; none: no link"
              options={OPTIONS}
              chosen={conditions}
              onChange={(next) => data?.onConditions(source, target, next)}
              trigger={
                <AriaButton
                  className="link-words"
                  aria-label={`${target} waits for ${source}: ${words}`}
                >
                  {plain ? '' : words}
                </AriaButton>
              }
            />
          )}
        </div>
      </EdgeLabelRenderer>
    </>
  );
}
