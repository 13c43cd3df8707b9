import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight, Folder, Plus, Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { count } from '@/format/number';
import { IconButton } from '@/kit/Button';
import { draftKey, useChangedDrafts } from '../model/draft';
import type { Listed } from '../api';
import { kindOf } from '../kinds';
import { keysTo, rowsOf, type TreeRow } from './rows';

const LINE = 28;

/** The resources of the factory by kind and folder; draws only what is seen. */
export function Tree({
  resources,
  loading,
  chosen,
  search,
  factoryId,
  readOnly,
  onSearch,
  onChoose,
  onNew,
}: {
  resources: readonly Listed[];
  loading: boolean;
  chosen: { kind: string; name: string } | null;
  search: string;
  factoryId: string;
  readOnly: boolean;
  onSearch: (search: string) => void;
  onChoose: (one: Listed) => void;
  onNew: () => void;
}) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(['pipeline']));
  const [at, setAt] = useState(0);
  const changed = useChangedDrafts();
  // The address follows what is typed, a moment later.
  const [text, setText] = useState(search);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (document.activeElement !== field.current) setText(search);
  }, [search]);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(resources, open, text), [resources, open, text]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 12,
    getItemKey: (index) => rows[index]?.key ?? index,
  });
  const chosenKey = chosen ? `${chosen.kind}:${chosen.name}` : '';
  // What is shown beside is open here, too.
  useEffect(() => {
    const one = resources.find((each) => `${each.kind}:${each.name}` === chosenKey);
    if (!one) return;
    setOpen((old) => {
      const needed = keysTo(one).filter((key) => !old.has(key));
      return needed.length > 0 ? new Set([...old, ...needed]) : old;
    });
  }, [chosenKey, resources]);
  const shown = useRef('');
  useEffect(() => {
    const index = rows.findIndex((row) => row.key === chosenKey);
    if (index < 0 || shown.current === chosenKey) return;
    shown.current = chosenKey;
    setAt(index);
    virtual.scrollToIndex(index, { align: 'auto' });
  }, [rows, chosenKey, virtual]);

  const toggle = (key: string) =>
    setOpen((old) => {
      const next = new Set(old);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const act = (row: TreeRow) => (row.row === 'one' ? onChoose(row.one) : toggle(row.key));
  const pressed = (event: KeyboardEvent) => {
    const row = rows[at];
    const go = (to: number) => {
      const next = Math.max(0, Math.min(rows.length - 1, to));
      setAt(next);
      virtual.scrollToIndex(next);
    };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(rows.length - 1);
    else if (event.key === 'ArrowRight' && row && row.row !== 'one' && !row.open) toggle(row.key);
    else if (event.key === 'ArrowLeft' && row && row.row !== 'one' && row.open) toggle(row.key);
    else if (event.key === 'ArrowLeft' && row) {
      for (let i = at - 1; i >= 0; i--) {
        if ((rows[i]?.depth ?? 0) < row.depth) return go(i);
      }
    } else if ((event.key === 'Enter' || event.key === ' ') && row) act(row);
    else return;
    event.preventDefault();
  };

  return (
    <div className="resources">
      <div className="resources-bar">
        <div className="resources-search">
          <Search size={13} aria-hidden="true" />
          <input
            ref={field}
            className="input"
            type="search"
            placeholder="Find a resource"
            aria-label="Find a resource"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              onSearch(event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
              event.preventDefault();
              const first = rows.findIndex((row) => row.row === 'one');
              if (first < 0) return;
              setAt(first);
              const row = rows[first];
              if (event.key === 'Enter' && row?.row === 'one') onChoose(row.one);
              else scroller.current?.focus();
            }}
          />
        </div>
        {!readOnly && (
          <IconButton label="Make a resource" onPress={onNew}>
            <Plus size={16} />
          </IconButton>
        )}
      </div>
      <div
        className="resources-scroll"
        ref={scroller}
        role="tree"
        aria-label="Resources"
        aria-busy={loading}
        tabIndex={0}
        aria-activedescendant={rows[at] ? `resource-${at}` : undefined}
        onKeyDown={pressed}
      >
        <div
          role="presentation"
          className="resources-lines"
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            const Icon =
              row.row === 'kind'
                ? row.kind.icon
                : row.row === 'folder'
                  ? Folder
                  : kindOf(row.one.kind)?.icon;
            const unsaved =
              row.row === 'one' && changed.has(draftKey(factoryId, row.one.kind, row.one.name));
            return (
              <div
                key={row.key}
                id={`resource-${item.index}`}
                role="treeitem"
                aria-level={row.depth + 1}
                aria-selected={row.key === chosenKey}
                {...(row.row === 'one' ? {} : { 'aria-expanded': row.open })}
                className={`resource ${row.row} ${row.key === chosenKey ? 'chosen' : ''} ${item.index === at ? 'at' : ''}`}
                style={{
                  transform: `translateY(${item.start}px)`,
                  height: LINE,
                  paddingLeft: 8 + row.depth * 14,
                }}
                onClick={() => {
                  setAt(item.index);
                  act(row);
                }}
              >
                <span className="resource-fold">
                  {row.row !== 'one' &&
                    (row.open ? <ChevronDown size={13} /> : <ChevronRight size={13} />)}
                </span>
                {Icon && <Icon size={14} aria-hidden="true" className="resource-icon" />}
                <span
                  className="resource-name"
                  title={row.row === 'one' ? row.one.name : undefined}
                >
                  {row.row === 'kind'
                    ? row.kind.many
                    : row.row === 'folder'
                      ? row.name
                      : row.one.name}
                </span>
                {unsaved && (
                  <span className="resource-dot" title="Changed, not saved">
                    <span className="visually-hidden">changed, not saved</span>
                  </span>
                )}
                {row.row === 'one' ? (
                  row.one.state === 'Started' && <span className="resource-note">started</span>
                ) : (
                  <span className="resource-note num">{count(row.count)}</span>
                )}
              </div>
            );
          })}
        </div>
        {!loading && text.trim() !== '' && rows.length === 0 && (
          <p className="resources-none">Nothing is called that.</p>
        )}
      </div>
    </div>
  );
}
