import {
  flexRender,
  getCoreRowModel,
  useReactTable,
  type ColumnDef,
  type RowSelectionState,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useWidth } from '@/chart/StackedBars';
import './table.css';

/** A column: how wide in pixels, or `grow` for a share of what is left. */
export interface Column<Row> {
  id: string;
  title: string;
  width: number;
  grow?: boolean;
  align?: 'right';
  /** The name that the service sorts by. */
  sort?: string;
  cell: (row: Row) => ReactNode;
}

export interface Sort {
  by: string;
  down: boolean;
}

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  onOpen: (row: Row, newTab: boolean) => void;
  /** The last rows are on the screen: bring more. */
  onEnd?: () => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  sort?: Sort | undefined;
  onSort?: (sort: Sort) => void;
  /** A row where there is no room for columns. */
  narrow: (row: Row) => ReactNode;
  foot?: ReactNode;
}

const ROW = 34;
const NARROW_ROW = 62;
const NARROW = 620;
const CHECK = 38;

/** A table of any length of which only what is seen is drawn. Arrow keys move, Enter opens, Space selects. */
export function VirtualTable<Row>(props: Props<Row>) {
  const { columns, rows, rowKey, onOpen, onEnd, selected, onSelect, sort, onSort } = props;
  const [frame, width] = useWidth<HTMLDivElement>();
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const narrow = width > 0 && width < NARROW;
  const height = narrow ? NARROW_ROW : ROW;
  const selects = selected !== undefined && onSelect !== undefined;

  const definitions = useMemo<ColumnDef<Row>[]>(
    () =>
      columns.map((one) => ({
        id: one.id,
        header: one.title,
        cell: (c) => one.cell(c.row.original),
      })),
    [columns],
  );
  const rowSelection = useMemo<RowSelectionState>(
    () => Object.fromEntries([...(selected ?? [])].map((key) => [key, true])),
    [selected],
  );
  const table = useReactTable({
    data: rows as Row[],
    columns: definitions,
    getCoreRowModel: getCoreRowModel(),
    getRowId: rowKey,
    state: { rowSelection },
    enableRowSelection: selects,
  });
  const model = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (model.length > 0 && lastSeen >= model.length - 20) onEnd?.();
  }, [lastSeen, model.length, onEnd]);

  const toggle = (key: string) => {
    if (!selects) return;
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    onSelect(next);
  };
  const focusRow = (index: number) => {
    const next = Math.max(0, Math.min(model.length - 1, index));
    setAt(next);
    virtual.scrollToIndex(next);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus(),
    );
  };
  const pressed = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / height) - 2);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: model.length - 1,
    }[event.key];
    const row = model[at];
    if (to !== undefined) focusRow(to);
    else if (event.key === 'Enter' && row) onOpen(row.original, event.ctrlKey || event.metaKey);
    else if (event.key === ' ' && row) toggle(row.id);
    else return;
    event.preventDefault();
  };

  const template =
    (selects ? `${CHECK}px ` : '') +
    columns.map((one) => (one.grow ? `minmax(${one.width}px, 1fr)` : `${one.width}px`)).join(' ');
  const wide = columns.reduce((sum, one) => sum + one.width, selects ? CHECK : 0);
  const everyOne = selects && model.length > 0 && model.every((row) => selected.has(row.id));
  const span = columns.length + (selects ? 1 : 0);

  return (
    <div className="vtable" ref={frame}>
      <div className="vtable-scroll" ref={scroller} tabIndex={model.length === 0 ? 0 : -1}>
        <div
          role="grid"
          aria-label={props.label}
          aria-rowcount={model.length + 1}
          aria-colcount={narrow ? 1 : span}
          aria-multiselectable={selects || undefined}
        >
          <div
            role="rowgroup"
            className={narrow ? 'visually-hidden' : 'vtable-head'}
            style={{ minWidth: narrow ? 0 : wide }}
          >
            <div
              role="row"
              aria-rowindex={1}
              className="vtable-row"
              style={{ gridTemplateColumns: template }}
            >
              {selects && (
                <div role="columnheader">
                  <input
                    type="checkbox"
                    aria-label="Select all that are loaded"
                    checked={everyOne}
                    onChange={() => onSelect(new Set(everyOne ? [] : model.map((row) => row.id)))}
                  />
                </div>
              )}
              {columns.map((one) => {
                const is = sort !== undefined && sort.by === one.sort;
                const down = sort?.down ?? true;
                const said = is ? (down ? 'descending' : 'ascending') : undefined;
                return (
                  <div
                    key={one.id}
                    role="columnheader"
                    aria-sort={said}
                    className={one.align ?? ''}
                  >
                    {one.sort && onSort ? (
                      <button
                        type="button"
                        onClick={() => onSort({ by: one.sort ?? '', down: is ? !down : true })}
                      >
                        {one.title}
                        {is && (down ? <ArrowDown size={12} /> : <ArrowUp size={12} />)}
                      </button>
                    ) : (
                      one.title
                    )}
                  </div>
                );
              })}
            </div>
          </div>
          <div
            role="rowgroup"
            className="vtable-body"
            style={{ height: virtual.getTotalSize(), minWidth: narrow ? 0 : wide }}
            onKeyDown={pressed}
          >
            {items.map((item) => {
              const row = model[item.index];
              if (!row) return null;
              const chosen = selected?.has(row.id) ?? false;
              return (
                <div
                  key={row.id}
                  role="row"
                  aria-rowindex={item.index + 2}
                  aria-selected={selects ? chosen : undefined}
                  data-index={item.index}
                  tabIndex={item.index === Math.min(at, model.length - 1) ? 0 : -1}
                  className={`vtable-row body ${chosen ? 'chosen' : ''}`}
                  style={{
                    gridTemplateColumns: narrow ? '1fr' : template,
                    height,
                    transform: `translateY(${item.start}px)`,
                  }}
                  onFocus={() => setAt(item.index)}
                  onClick={(event) => {
                    if ((event.target as Element).closest('a, button, input')) return;
                    onOpen(row.original, event.ctrlKey || event.metaKey);
                  }}
                >
                  {narrow ? (
                    <div role="gridcell" className="narrow-cell">
                      {props.narrow(row.original)}
                    </div>
                  ) : (
                    <>
                      {selects && (
                        <div role="gridcell">
                          <input
                            type="checkbox"
                            tabIndex={-1}
                            aria-label="Select"
                            checked={chosen}
                            onChange={() => toggle(row.id)}
                          />
                        </div>
                      )}
                      {row.getVisibleCells().map((cell, i) => (
                        <div key={cell.id} role="gridcell" className={columns[i]?.align ?? ''}>
                          {flexRender(cell.column.columnDef.cell, cell.getContext())}
                        </div>
                      ))}
                    </>
                  )}
                </div>
              );
            })}
          </div>
        </div>
        {props.foot}
      </div>
    </div>
  );
}
