import { Handle, Position, type Node as FlowNode, type NodeProps } from '@xyflow/react';
import { ChevronRight, CircleAlert, OctagonPause, TriangleAlert } from 'lucide-react';
import { plural } from '@/format/number';
import { branchTitle, CONDITIONS } from '../model/pipeline';
import { iconOf } from './icons';

export const WIDTH = 212;
const HEAD = 56;
const ROW = 25;

export interface BranchRow {
  branch: string;
  count: number;
}

export interface ActivityData extends Record<string, unknown> {
  name: string;
  type: string;
  inactive: boolean;
  rows: BranchRow[];
  errors: number;
  warnings: number;
  readOnly: boolean;
  /** Debug runs pause before it. */
  stops: boolean;
  /** One does just now. */
  paused: boolean;
  chosen: boolean;
  onEnter: (name: string, branch: string) => void;
}
export type ActivityNode = FlowNode<ActivityData, 'activity'>;

export const heightOf = (rows: number): number => HEAD + (rows > 0 ? rows * ROW + 7 : 0);

/** An activity on the canvas; one links from its four dots at the right. */
export function ActivityBox({ data }: NodeProps<ActivityNode>) {
  const { name, type, rows, errors, warnings } = data;
  const Icon = iconOf(type);
  return (
    <div
      className={`act ${data.chosen ? 'chosen' : ''} ${data.inactive ? 'inactive' : ''} ${errors > 0 ? 'has-errors' : ''} ${data.paused ? 'paused' : ''}`}
    >
      <Handle
        type="target"
        id="in"
        position={Position.Left}
        isConnectable={!data.readOnly}
        className="act-in"
      />
      {data.stops && (
        <span className="act-stop" title="Breakpoint: debug runs pause before it">
          <OctagonPause size={16} aria-label="Breakpoint" />
        </span>
      )}
      {data.paused && <span className="act-paused">Paused before it</span>}
      <div className="act-head">
        <span className="act-icon">
          <Icon size={16} aria-hidden="true" />
        </span>
        <span className="act-words">
          <span className="act-name" title={name}>
            {name}
          </span>
          <span className="act-type">
            {type}
            {data.inactive ? ' · inactive' : ''}
          </span>
        </span>
        {errors > 0 ? (
          <span className="act-mark bad" title={plural(errors, 'error')}>
            <CircleAlert size={14} aria-label={plural(errors, 'error')} />
          </span>
        ) : (
          warnings > 0 && (
            <span className="act-mark warn" title={plural(warnings, 'warning')}>
              <TriangleAlert size={14} aria-label={plural(warnings, 'warning')} />
            </span>
          )
        )}
      </div>
      {rows.length > 0 && (
        <div className="act-rows">
          {rows.map(({ branch, count }) => (
            <button
              key={branch}
              type="button"
              className="act-row nodrag"
              aria-label={`Into ${name}: ${branchTitle(branch)}`}
              onClick={(event) => {
                event.stopPropagation();
                data.onEnter(name, branch);
              }}
            >
              <span>{branchTitle(branch)}</span>
              <span className="num">{count === 0 ? 'empty' : count}</span>
              <ChevronRight size={13} aria-hidden="true" />
            </button>
          ))}
        </div>
      )}
      {CONDITIONS.map((condition, i) => (
        <Handle
          key={condition}
          type="source"
          id={condition}
          position={Position.Right}
          isConnectable={!data.readOnly}
          className={`act-out out-${condition}`}
          style={{ top: 13 + i * 10 }}
          title={data.readOnly ? undefined : `Drag to what follows when this is: ${condition}`}
        />
      ))}
    </div>
  );
}
