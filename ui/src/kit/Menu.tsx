import type { ReactElement, ReactNode } from 'react';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuTrigger,
  Popover,
  type Selection,
} from 'react-aria-components';
import { Check } from 'lucide-react';
import './kit.css';

/** A button with a list of acts behind it. */
export function Menu({
  trigger,
  label,
  children,
  onAction,
}: {
  trigger: ReactElement;
  label: string;
  children: ReactNode;
  onAction: (key: string) => void;
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover" offset={4}>
        <AriaMenu className="menu" aria-label={label} onAction={(key) => onAction(String(key))}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** A button with a list to choose several of. */
export function ChoiceMenu({
  trigger,
  label,
  options,
  chosen,
  onChange,
}: {
  trigger: ReactElement;
  label: string;
  options: readonly { id: string; label: ReactNode; text: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const changed = (keys: Selection) =>
    onChange(options.map((one) => one.id).filter((id) => keys === 'all' || keys.has(id)));
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover" offset={4}>
        <AriaMenu
          className="menu"
          aria-label={label}
          selectionMode="multiple"
          selectedKeys={new Set(chosen)}
          onSelectionChange={changed}
        >
          {options.map((one) => (
            <MenuItem key={one.id} id={one.id} textValue={one.text}>
              {one.label}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export function MenuItem({
  id,
  textValue,
  children,
  href,
}: {
  id: string;
  textValue: string;
  children: ReactNode;
  href?: string;
}) {
  return (
    <AriaMenuItem id={id} textValue={textValue} className="menu-item" {...(href ? { href } : {})}>
      {({ selectionMode, isSelected }) => (
        <>
          {selectionMode !== 'none' && (
            <span className="menu-check">{isSelected && <Check size={14} />}</span>
          )}
          {children}
        </>
      )}
    </AriaMenuItem>
  );
}
