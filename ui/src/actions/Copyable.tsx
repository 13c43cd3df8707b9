import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/kit/Button';
import './actions.css';

const SHOWN_MS = 1500;

/** Puts a text on the clipboard; says so for a moment. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), SHOWN_MS);
  };
  return (
    <IconButton label={done ? 'Copied' : label} onPress={() => void copy()}>
      {done ? <Check size={14} /> : <Copy size={14} />}
    </IconButton>
  );
}

export function Copyable({ text }: { text: string }) {
  return (
    <div className="copyable">
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={text} />
    </div>
  );
}
