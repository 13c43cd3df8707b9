import { Navigate, Route, Routes, useNavigate, useParams } from 'react-router';
import { useMemo, useState } from 'react';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { useFilters } from '@/filters/filters';
import { count } from '@/format/number';
import { Empty } from '@/kit/Panel';
import { Button } from '@/kit/Button';
import { Problem } from '@/problem/Problem';
import { useMay } from '@/session/may';
import { link } from '@/shell/links';
import { useTitle } from '@/shell/useTitle';
import { useResources, type Listed, type Source } from './api';
import { NewDialog } from './dialogs/NewDialog';
import { kindOf, KINDS } from './kinds';
import { draftKey, openDraft, putDraft, useChangedDrafts } from './model/draft';
import { ResourceView } from './ResourceView';
import { Tree } from './tree/Tree';
import './author.css';
import './tries.css';

/** What is there, for who has not chosen anything yet. */
function Start({
  resources,
  mayWrite,
  source,
  onNew,
}: {
  resources: readonly Listed[];
  mayWrite: boolean;
  source: Source | null;
  onNew: () => void;
}) {
  useTitle('Author');
  const counts = KINDS.map((kind) => ({
    kind,
    n: resources.filter((one) => one.kind === kind.id).length,
  })).filter((one) => one.n > 0);
  return (
    <div className="author-main author-start">
      <Empty title={counts.length === 0 ? 'The factory is empty' : 'Choose a resource'}>
        <p>
          {counts.length === 0
            ? 'Make a linked service to a store, datasets in it, and a pipeline that uses them.'
            : counts.map(({ kind, n }) => `${count(n)} ${kind.many.toLowerCase()}`).join(' · ')}
        </p>
        {mayWrite ? (
          <Button kind="primary" onPress={onNew}>
            Make a resource
          </Button>
        ) : source ? (
          <p>Git has the factory: it is changed there and applied.</p>
        ) : (
          <p>Your role may read the factory, not change it.</p>
        )}
      </Empty>
    </div>
  );
}

function OneResource(props: {
  resources: readonly Listed[];
  mayWrite: boolean;
  mayRun: boolean;
  source: Source | null;
}) {
  const { kind: kindId = '', name = '' } = useParams();
  const kind = kindOf(kindId);
  if (!kind) return <Navigate to=".." replace />;
  return <ResourceView key={`${kindId}/${name}`} kind={kind} name={name} {...props} />;
}

/** The factory's resources, to read and to change. */
export default function AuthorView() {
  const factory = useFactory();
  const filters = useFilters();
  const navigate = useNavigate();
  const may = useMay();
  const mayRun = may('pipelines_create_or_update') && may('pipelines_create_run');
  const found = useResources();
  const source = found.data?.source ?? null;
  const mayWrite = mayRun && source === null;
  const changed = useChangedDrafts();
  const [making, setMaking] = useState(false);
  const params = useParams()['*'] ?? '';
  const [kind = '', name = ''] = params.split('/');
  const search = filters.text('find');
  // What is new is listed before it is saved.
  const resources = useMemo(() => {
    const kept = found.data?.all ?? [];
    const known = new Set(kept.map((one) => draftKey(factory.id, one.kind, one.name)));
    const fresh = [...changed].flatMap((key): Listed[] => {
      if (known.has(key) || !key.startsWith(`${factory.id}/`)) return [];
      const [madeKind = '', madeName = ''] = key.slice(factory.id.length + 1).split('/');
      const shown = madeName === name.toLowerCase() ? name : madeName;
      return [{ kind: madeKind, name: shown, uses: [] }];
    });
    return [...kept, ...fresh];
  }, [found.data, changed, factory.id, name]);
  const go = (to: string, itsName: string) =>
    navigate(
      link(factory, `author/${to}/${encodeURIComponent(itsName)}`, search ? { find: search } : {}),
    );
  const chosen = kind !== '' && name !== '' ? { kind, name } : null;
  return (
    <div className={`author ${chosen ? 'has-one' : ''}`}>
      <nav className="author-tree" aria-label="Resources of the factory">
        {found.error && !found.data ? (
          <Problem error={asApiError(found.error)} retry={() => void found.refetch()} />
        ) : (
          <Tree
            resources={resources}
            loading={found.isPending}
            chosen={chosen}
            search={search}
            factoryId={factory.id}
            readOnly={!mayWrite}
            onSearch={(next) => filters.set({ find: next })}
            onChoose={(one) => void go(one.kind, one.name)}
            onNew={() => setMaking(true)}
          />
        )}
      </nav>
      <Routes>
        <Route
          index
          element={
            found.isPending ? (
              <div className="author-main boot" aria-busy="true" />
            ) : (
              <Start
                resources={resources}
                mayWrite={mayWrite}
                source={source}
                onNew={() => setMaking(true)}
              />
            )
          }
        />
        <Route
          path=":kind/:name"
          element={
            found.data ? (
              <OneResource
                resources={resources}
                mayWrite={mayWrite}
                mayRun={mayRun}
                source={source}
              />
            ) : (
              <div className="author-main boot" aria-busy="true" />
            )
          }
        />
        <Route path="*" element={<Navigate to="." replace />} />
      </Routes>
      {making && (
        <NewDialog
          resources={resources}
          folder=""
          first={kindOf(kind) ? kind : 'pipeline'}
          onClose={() => setMaking(false)}
          onMake={(madeKind, madeName, document) => {
            putDraft(draftKey(factory.id, madeKind, madeName), openDraft(document, null, true));
            setMaking(false);
            void go(madeKind, madeName);
          }}
        />
      )}
    </div>
  );
}
