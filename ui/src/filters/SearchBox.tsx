import { Search } from 'lucide-react';

/** Where one types what a list is looked through for. */
export function SearchBox({
  label,
  hint,
  value,
  onChange,
}: {
  /** What is looked through, as it is read out. */
  label: string;
  /** What stands there while it is empty. */
  hint: string;
  value: string;
  onChange: (text: string) => void;
}) {
  return (
    <div className="search">
      <Search size={14} aria-hidden="true" />
      <input
        className="input"
        type="search"
        aria-label={label}
        placeholder={hint}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
