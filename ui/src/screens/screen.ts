import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Operation } from '@/session/may';

/** A screen of a factory: its own folder, and one line in screens/index.ts. */
export interface Screen {
  /** Below `/ui/f/FACTORY/`; what comes behind it is the screen's own. */
  path: string;
  title: string;
  icon: LucideIcon;
  /** Two keys, pressed one after the other: "g r". */
  keys: string;
  /** More words that Ctrl-K finds it by. */
  words?: string;
  /** The versions of Data Factory whose factories it is for; 2 if it does not say. */
  versions?: readonly (1 | 2)[];
  /** What one must be allowed to do for it to show anything. */
  needs?: Operation;
  /** Loaded when it is first shown. It may hold <Routes> of its own. */
  load: () => Promise<{ default: ComponentType }>;
}
