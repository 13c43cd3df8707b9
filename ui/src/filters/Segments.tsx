import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import './filters.css';

/** One of a few, side by side. */
export function Segments<T extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly T[] | readonly { id: T; label: string }[];
  value: string;
  onChange: (value: T) => void;
}) {
  return (
    <ToggleButtonGroup
      className="segments"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [next] = keys;
        if (next !== undefined) onChange(String(next) as T);
      }}
    >
      {options.map((one) => {
        const { id, label: words } = typeof one === 'string' ? { id: one, label: one } : one;
        return (
          <ToggleButton key={id} id={id} className="segment">
            {words}
          </ToggleButton>
        );
      })}
    </ToggleButtonGroup>
  );
}
