import { Button as AriaButton, Link as AriaLink, type ButtonProps } from 'react-aria-components';
import type { ReactNode } from 'react';
import { Tip } from './Tip';
import './kit.css';

type Kind = 'plain' | 'primary' | 'danger' | 'quiet';

export function Button({
  kind = 'plain',
  small = false,
  className = '',
  ...props
}: Omit<ButtonProps, 'className'> & { kind?: Kind; small?: boolean; className?: string }) {
  return (
    <AriaButton
      {...props}
      className={`button ${kind} ${small ? 'small' : ''} ${className}`.trim()}
    />
  );
}

/** A button that shows a sign only; its name is read out and shown as a tip. */
export function IconButton({
  label,
  children,
  ...props
}: Omit<ButtonProps, 'className' | 'children'> & { label: string; children: ReactNode }) {
  return (
    <Tip text={label}>
      <AriaButton {...props} aria-label={label} className="icon-button">
        {children}
      </AriaButton>
    </Tip>
  );
}

export { AriaLink };
