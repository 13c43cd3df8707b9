import { useEffect, useMemo, useState } from 'react';
import { isOver } from '@/api/runs';
import { useLive } from '@/live/LiveProvider';
import { activityKey } from './lineage';

/** What goes through an activity just now; all of its runs together. */
export interface Going {
  rowsRead: number;
  rowsWritten: number;
  bytesRead: number;
  bytesWritten: number;
  runs: number;
}

interface One extends Going {
  key: string;
  at: number;
}

/** Nothing was heard of it for so long: it is not shown as going on. */
const SILENT_MS = 90_000;

/** Activities that run, by `activity.key`, as the service tells of them. */
export function useGoing(): ReadonlyMap<string, Going> {
  const [all, setAll] = useState<ReadonlyMap<string, One>>(new Map());
  useLive((batch) => {
    if (batch.activities.size + batch.progress.size === 0) return;
    setAll((old) => {
      const next = new Map(old);
      const now = Date.now();
      const none = { rowsRead: 0, rowsWritten: 0, bytesRead: 0, bytesWritten: 0, runs: 1 };
      for (const [id, one] of batch.activities) {
        if (isOver(one.status)) continue;
        const key = activityKey(one.pipelineName, one.path, one.activityName);
        if (!next.has(id)) next.set(id, { ...none, key, at: now });
      }
      for (const [id, one] of batch.progress) {
        const key = activityKey(one.pipelineName, one.path, one.activityName);
        const { rowsRead, rowsWritten, bytesRead, bytesWritten } = one;
        next.set(id, { key, at: now, runs: 1, rowsRead, rowsWritten, bytesRead, bytesWritten });
      }
      for (const [id, one] of batch.activities) if (isOver(one.status)) next.delete(id);
      return next.size === 0 && old.size === 0 ? old : next;
    });
  });
  useEffect(() => {
    const timer = setInterval(() => {
      const before = Date.now() - SILENT_MS;
      setAll((old) => {
        const kept = [...old].filter(([, one]) => one.at >= before);
        return kept.length === old.size ? old : new Map(kept);
      });
    }, SILENT_MS / 3);
    return () => clearInterval(timer);
  }, []);
  return useMemo(() => sumOf(all), [all]);
}

/** Runs of one activity together. */
function sumOf(all: ReadonlyMap<string, One>): Map<string, Going> {
  const byKey = new Map<string, Going>();
  for (const one of all.values()) {
    const sum = byKey.get(one.key);
    if (!sum) byKey.set(one.key, { ...one });
    else {
      sum.rowsRead += one.rowsRead;
      sum.rowsWritten += one.rowsWritten;
      sum.bytesRead += one.bytesRead;
      sum.bytesWritten += one.bytesWritten;
      sum.runs += 1;
    }
  }
  return byKey;
}
