import { X } from 'lucide-react';
import { clock } from '@/format/time';
import { Button } from '@/kit/Button';
import { Menu, MenuItem } from '@/kit/Menu';
import type { Filters } from './filters';

const SPANS: [string, string][] = [
  ['', 'All of history'],
  ['1h', 'Last hour'],
  ['6h', 'Last 6 hours'],
  ['24h', 'Last 24 hours'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
];

/** When: a span that ends now, or the two ends that the address has. */
export function TimeFilter({ filters }: { filters: Filters }) {
  const now = Date.now();
  const span = filters.text('span');
  const from = filters.text('from');
  const to = filters.text('to');
  if (from || to) {
    return (
      <span className="chip">
        changed {from && clock(from, now)} – {to ? clock(to, now) : 'now'}
        <button
          type="button"
          aria-label="Any time"
          onClick={() => filters.set({ from: '', to: '' })}
        >
          <X size={12} />
        </button>
      </span>
    );
  }
  const words = SPANS.find(([id]) => id === span)?.[1] ?? span;
  return (
    <Menu
      label="When"
      trigger={<Button className={span ? 'filter-on' : ''}>{words}</Button>}
      onAction={(id) => filters.set({ span: id === 'all' ? '' : id })}
    >
      {SPANS.map(([id, label]) => (
        <MenuItem key={id || 'all'} id={id || 'all'} textValue={label}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
