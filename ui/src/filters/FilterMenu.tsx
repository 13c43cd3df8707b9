import { ChevronDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import {
  Button as AriaButton,
  Dialog,
  DialogTrigger,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components';
import { Check } from 'lucide-react';
import './filters.css';

const SEARCH_FROM = 9;
const SHOWN_MAX = 300;

/** A filter by some of many values; with many, one may type to find them. */
export function FilterMenu({
  title,
  options,
  chosen,
  onChange,
}: {
  title: string;
  options: readonly { id: string; text: string; label: ReactNode }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const [text, setText] = useState('');
  const wanted = text.toLowerCase();
  const shown = options.filter((one) => one.text.toLowerCase().includes(wanted));
  const on = chosen.length > 0;
  const words = chosen.length === 1 ? options.find((one) => one.id === chosen[0])?.text : null;
  return (
    <DialogTrigger>
      <AriaButton className={`button ${on ? 'filter-on' : ''}`}>
        {title}
        {on && <span className="filter-n">: {words ?? chosen.length}</span>}
        <ChevronDown size={13} aria-hidden="true" />
      </AriaButton>
      <Popover className="popover" offset={4} placement="bottom start">
        <Dialog className="filter-dialog" aria-label={title}>
          {options.length >= SEARCH_FROM && (
            <input
              className="input"
              aria-label={`Find a ${title.toLowerCase()}`}
              placeholder="Find …"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
          <ListBox
            aria-label={title}
            className="menu"
            selectionMode="multiple"
            escapeKeyBehavior="none"
            selectedKeys={new Set(chosen)}
            onSelectionChange={(keys) =>
              onChange(keys === 'all' ? options.map((one) => one.id) : [...keys].map(String))
            }
          >
            {shown.slice(0, SHOWN_MAX).map((one) => (
              <ListBoxItem key={one.id} id={one.id} textValue={one.text} className="menu-item">
                {({ isSelected }) => (
                  <>
                    <span className="menu-check">{isSelected && <Check size={14} />}</span>
                    {one.label}
                  </>
                )}
              </ListBoxItem>
            ))}
          </ListBox>
          {shown.length === 0 && <p className="filter-none">None by that name.</p>}
          {shown.length > SHOWN_MAX && <p className="filter-none">and more: type to find them</p>}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
