import {
  Bell,
  Braces,
  CircleX,
  Cloud,
  Code,
  Copy,
  Database,
  FileSearch,
  FileText,
  Filter,
  Flame,
  GitBranch,
  Globe,
  ListFilter,
  ListPlus,
  NotebookText,
  Play,
  Repeat,
  RotateCw,
  Search,
  ShieldCheck,
  Shuffle,
  Split,
  Timer,
  Trash2,
  Variable,
  Workflow,
  type LucideIcon,
} from 'lucide-react';

const ICONS: Record<string, LucideIcon> = {
  appendvariable: ListPlus,
  copy: Copy,
  custom: Code,
  delete: Trash2,
  executedataflow: Shuffle,
  executepipeline: Workflow,
  fail: CircleX,
  filter: Filter,
  foreach: Repeat,
  getmetadata: FileSearch,
  ifcondition: GitBranch,
  lookup: Search,
  script: FileText,
  setvariable: Variable,
  sqlserverstoredprocedure: Database,
  sqlpoolstoredprocedure: Database,
  switch: Split,
  until: RotateCw,
  validation: ShieldCheck,
  wait: Timer,
  webactivity: Globe,
  webhook: Bell,
  synapsenotebook: NotebookText,
  databricksnotebook: NotebookText,
  executessispackage: Play,
  executewranglingdataflow: ListFilter,
};

/** The sign of an activity's type. */
export function iconOf(type: string): LucideIcon {
  const key = type.toLowerCase();
  const known = ICONS[key];
  if (known) return known;
  if (/spark|hdinsight/.test(key)) return Flame;
  if (/azure|databricks/.test(key)) return Cloud;
  return Braces;
}

/** How people look for activities. */
export const GROUPS: readonly { title: string; holds: (type: string) => boolean }[] = [
  {
    title: 'Move and look at data',
    holds: (type) => /^(Copy|Lookup|GetMetadata|Delete|Validation|ExecuteDataFlow)$/.test(type),
  },
  {
    title: 'Control',
    holds: (type) =>
      /^(ForEach|IfCondition|Switch|Until|Filter|Wait|Fail|ExecutePipeline|SetVariable|AppendVariable)$/.test(
        type,
      ),
  },
  { title: 'Web and SQL', holds: (type) => /^(Web|Script|Sql)/.test(type) },
  { title: 'Compute', holds: () => true },
];

const SUMMARIES: Record<string, string> = {
  AppendVariable: 'Add a value to an array variable',
  ExecutePipeline: 'Start another pipeline, and wait for it or not',
  Fail: 'End the run with an error of your own',
  Filter: 'Keep the items of an array that meet a condition',
  ForEach: 'Do the same for each item of an array',
  IfCondition: 'Do one thing or another',
  SetVariable: 'Give a variable a value, or the pipeline a return value',
  Switch: 'Do what belongs to a value',
  Until: 'Repeat until a condition is met',
  Wait: 'Wait for some seconds',
};

/** What an activity does, in a line. */
export const summaryOf = (type: string, said: string): string =>
  said === '' ? (SUMMARIES[type] ?? '') : said;
