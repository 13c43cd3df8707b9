import { useQuery } from '@tanstack/react-query';
import {
  AlarmClock,
  BellRing,
  CornerDownLeft,
  FileCode2,
  FolderPlus,
  Plug,
  Router,
  Search,
  Server,
  Table2,
  Waypoints,
  type LucideIcon,
} from 'lucide-react';
import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useNavigate } from 'react-router';
import { useFactories, useFactory, type Factory } from '@/api/factory';
import { alertsOf } from '@/api/alerts';
import { useResources, type Listed } from '@/api/resourceList';
import { runtimesOf } from '@/api/runtimes';
import { EVER, getRun, NEVER, queryRuns } from '@/api/runs';
import { screensOf } from '@/screens';
import { useMay, useMayBegin, type May } from '@/session/may';
import { link, runLink } from '@/shell/links';
import { StatusIcon } from '@/status/Status';
import { rank } from './rank';
import './palette.css';

interface Hit {
  id: string;
  group: string;
  label: string;
  detail?: string;
  icon: ReactNode;
  to: string;
}

const LIST_MAX = 40;
const RUN_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const ICONS: Record<string, LucideIcon> = {
  pipeline: Waypoints,
  dataset: Table2,
  linkedService: Plug,
  trigger: AlarmClock,
  integrationRuntime: Router,
};

/** Where one goes with a resource: what it is, and what it did. */
function hitsOf(factory: Factory, one: Listed, may: May): Hit[] {
  const Icon = ICONS[one.kind] ?? FileCode2;
  const hit = (group: string, to: string): Hit => ({
    id: `${group}:${one.kind}:${one.name}`,
    group,
    label: one.name,
    detail: one.folder ?? one.type ?? '',
    icon: <Icon size={15} />,
    to,
  });
  const name = encodeURIComponent(one.name);
  const author = (group: string) => hit(group, link(factory, `author/${one.kind}/${name}`));
  const runs = may('pipeline_runs_query_by_factory');
  switch (one.kind) {
    case 'pipeline':
      return [
        ...(runs
          ? [hit('Runs of a pipeline', link(factory, 'runs', { pipeline: [one.name] }))]
          : []),
        author('Pipelines'),
      ];
    case 'trigger':
      return [
        hit('Triggers', link(factory, `triggers/${name}`)),
        ...(runs
          ? [hit('Runs of a trigger', link(factory, 'trigger-runs', { trigger: [one.name] }))]
          : []),
      ];
    case 'dataset':
      return [author('Datasets')];
    case 'linkedService':
      return [hit('Linked services', link(factory, 'manage/linked-services', { open: one.name }))];
    case 'integrationRuntime':
      return [hit('Runtimes', link(factory, 'manage/runtimes', { runtime: one.name }))];
    default:
      return [author('Other resources')];
  }
}

/** Everything that can be jumped to, best match first. */
function useHits(text: string): Hit[] {
  const factory = useFactory();
  const factories = useFactories();
  const begins = useMayBegin();
  const resources = useResources();
  const alerts = useQuery({
    queryKey: ['alerts', factory.id],
    queryFn: () => alertsOf(factory),
    enabled: factory.version === 2,
    staleTime: 15_000,
  });
  const may = useMay();
  const runtimes = useQuery({
    queryKey: ['runtimes', factory.id],
    queryFn: () => runtimesOf(factory),
    enabled: factory.version === 2 && may('integration_runtimes_get_status'),
    staleTime: 30_000,
  });
  const wanted = text.trim();
  const named = useQuery({
    queryKey: ['palette-run', factory.id, wanted],
    queryFn: () => getRun(factory, wanted),
    enabled: RUN_ID.test(wanted),
    retry: false,
  });
  const recent = useQuery({
    queryKey: ['palette-runs', factory.id],
    queryFn: () => queryRuns(factory, { after: NEVER, before: EVER, filters: [] }),
    enabled: factory.version === 2 && may('pipeline_runs_query_by_factory'),
    staleTime: 10_000,
  });
  return useMemo(() => {
    const hits: Hit[] = screensOf(factory, may).map(({ path, title, icon: Icon, words, keys }) => ({
      id: `screen:${path}`,
      group: 'Screens',
      label: title,
      detail: words ? `${keys} · ${words}` : keys,
      icon: <Icon size={15} />,
      to: link(factory, path),
    }));
    for (const one of resources.data?.all ?? []) hits.push(...hitsOf(factory, one, may));
    for (const one of alerts.data ?? []) {
      hits.push({
        id: `alert:${one.name}`,
        group: 'Alert rules',
        label: one.name,
        ...(one.description ? { detail: one.description } : {}),
        icon: <BellRing size={15} />,
        to: link(factory, `alerts/${encodeURIComponent(one.name)}`),
      });
    }
    for (const { name, nodes } of runtimes.data ?? []) {
      for (const node of nodes) {
        hits.push({
          id: `node:${name}/${node.name}`,
          group: 'Gateway nodes',
          label: node.name,
          detail: `of ${name}, ${node.status.toLowerCase()}`,
          icon: <Server size={15} />,
          to: link(factory, 'manage/runtimes', { runtime: name }),
        });
      }
    }
    if (begins) {
      hits.push({
        id: 'begin',
        group: 'Factories',
        label: 'Add a factory',
        detail: 'apply a folder, open a sample, connect a gateway',
        icon: <FolderPlus size={15} />,
        to: '/begin',
      });
    }
    for (const other of factories.data ?? []) {
      if (other.id === factory.id) continue;
      hits.push({
        id: `factory:${other.id}`,
        group: 'Factories',
        label: other.name,
        detail: other.path.resourceGroupName,
        icon: <FileCode2 size={15} />,
        to: link(other, 'overview'),
      });
    }
    const runs = named.data ? [named.data] : (recent.data?.rows ?? []);
    for (const run of runs) {
      hits.push({
        id: `run:${run.runId}`,
        group: 'Recent runs',
        label: run.pipelineName,
        detail: `${run.runId} ${run.message}`,
        icon: <StatusIcon status={run.status} />,
        to: runLink(factory, run.runId),
      });
    }
    return rank(hits, wanted, (hit) => `${hit.label} ${hit.detail ?? ''}`).slice(0, LIST_MAX);
  }, [
    factory,
    factories.data,
    resources.data,
    alerts.data,
    runtimes.data,
    recent.data,
    named.data,
    wanted,
    may,
    begins,
  ]);
}

/** Ctrl-K: type where to go. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const navigate = useNavigate();
  const hits = useHits(text);
  const chosen = Math.min(at, hits.length - 1);
  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    void navigate(hit.to);
  };
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((chosen + step + hits.length) % Math.max(1, hits.length));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      go(hits[chosen]);
    }
  };
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className="overlay palette-overlay"
    >
      <Modal className="modal palette">
        <Dialog className="dialog" aria-label="Search">
          <div className="palette-field">
            <Search size={16} aria-hidden="true" />
            <input
              autoFocus
              role="combobox"
              aria-expanded="true"
              aria-controls="palette-list"
              aria-activedescendant={hits[chosen] ? `hit-${chosen}` : undefined}
              aria-label="Where to"
              placeholder="A screen, a pipeline, a dataset, an alert, a run’s id …"
              value={text}
              spellCheck={false}
              onChange={(event) => {
                setText(event.target.value);
                setAt(0);
              }}
              onKeyDown={pressed}
            />
          </div>
          <div id="palette-list" role="listbox" aria-label="Places" className="palette-list">
            {hits.map((hit, i) => (
              <div key={hit.id} role="presentation">
                {hit.group !== hits[i - 1]?.group && (
                  <div className="palette-group" role="presentation">
                    {hit.group}
                  </div>
                )}
                {/* The field has the keyboard; this is for the pointer. */}
                <div
                  id={`hit-${i}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={i === chosen}
                  className="palette-hit"
                  ref={(node) => {
                    if (i === chosen) node?.scrollIntoView({ block: 'nearest' });
                  }}
                  onPointerMove={() => i !== chosen && setAt(i)}
                  onClick={() => go(hit)}
                >
                  {hit.icon}
                  <span className="palette-label">{hit.label}</span>
                  <span className="palette-detail">{hit.detail}</span>
                  {i === chosen && <CornerDownLeft size={13} aria-hidden="true" />}
                </div>
              </div>
            ))}
            {hits.length === 0 && <p className="palette-none">Nothing by that name.</p>}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
