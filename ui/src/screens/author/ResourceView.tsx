import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { useFilters } from '@/filters/filters';
import { Segments } from '@/filters/Segments';
import { Button } from '@/kit/Button';
import { Problem } from '@/problem/Problem';
import { link } from '@/shell/links';
import { useKeys } from '@/shell/useKeys';
import { useTitle } from '@/shell/useTitle';
import { resourcesKey, useSchema, useSpecs, type Listed, type Source } from './api';
import { DebugDock } from './debug/DebugDock';
import { knownStops, placeOfPaused, toggled, withRenamed } from './debug/stops';
import { useDebugRun } from './debug/useDebugRun';
import { usersOf } from './dialogs/DeleteDialog';
import { TestConnection } from './dialogs/TestConnection';
import type { Knowledge } from './editor/completion';
import { pathAt, rangeOf, treeOf } from './editor/locate';
import { ActivityForm } from './form/ActivityForm';
import { PastRun } from './form/PastRun';
import { FormHostProvider, type FormHost } from './form/context';
import { ResourceForm } from './form/ResourceForm';
import type { Kind } from './kinds';
import { draftKey, edit, isChanged, openDraft, putDraft, redo, undo } from './model/draft';
import { getAt, isObject, objectOf, print, setAt, type Json, type Path } from './model/json';
import {
  activityPath,
  addActivity,
  allActivities,
  placeAt,
  printPlace,
  readPlace,
  renameActivity,
  uniqueName,
  type Place,
} from './model/pipeline';
import { Problems } from './Problems';
import { ResourceDialogs, type Opened } from './ResourceDialogs';
import { mayBeSaved, ResourceHead } from './ResourceHead';
import { SourceStrip } from './SourceStrip';
import { shapeAt, shapeOf, startOf } from './schema/schema';
import { words } from './schema/words';
import { useFindings, type Placed } from './useFindings';
import { useResourceDraft } from './useResourceDraft';

const Canvas = lazy(() => import('./canvas/Canvas'));
const JsonEditor = lazy(() => import('./editor/JsonEditor'));

/** One resource: its canvas or form, its settings and its JSON, with what is wrong in it. */
export function ResourceView({
  kind,
  name,
  resources,
  mayWrite,
  mayRun,
  source,
}: {
  kind: Kind;
  name: string;
  resources: readonly Listed[];
  mayWrite: boolean;
  /** Also of what is read-only, because Git has it. */
  mayRun: boolean;
  source: Source | null;
}) {
  useTitle(name);
  const factory = useFactory();
  const filters = useFilters();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const {
    draft,
    change,
    put,
    isNew,
    document: read,
    saved,
    rebase,
  } = useResourceDraft(factory, kind, name);
  const schema = useSchema(kind.id);
  const specs = useSpecs();
  const [opened, setOpened] = useState<Opened>(null);
  const [reveal, setReveal] = useState<{ offset: number; focus: boolean } | null>(null);
  const azure = filters.text('azure') === 'true';
  const isPipeline = kind.id === 'pipeline';
  const at = filters.text('at');
  const place = useMemo(() => readPlace(at), [at]);
  const pane = filters.text('pane', isPipeline ? 'canvas' : 'settings');
  const side = pane === 'json' ? 'json' : filters.text('side', isPipeline ? 'settings' : 'json');
  const problemsOpen = filters.text('problems') === 'true';
  const until = filters.text('until');
  const stops = filters.list('stops');
  const debugId = isPipeline ? filters.text('debug') : '';
  const debug = useDebugRun(debugId);
  const pastRun = filters.text('run');
  const findings = useFindings(factory, kind.id, name, draft?.text ?? null, azure);
  const document = draft?.document ?? null;
  const readOnly = !mayWrite;
  const broken = draft?.broken ?? null;
  const formReadOnly = readOnly || broken !== null;

  const latest = useRef({ document, place });
  useEffect(() => {
    latest.current = { document, place };
  });
  const setDocument = useCallback(
    (next: Json, typing = false) =>
      change((old) => edit(old, print(next), typing, performance.now())),
    [change],
  );
  const onPlace = useCallback(
    (next: Place) => filters.set({ at: printPlace(next) }, { push: false }),
    [filters],
  );
  // The JSON follows what is chosen on the canvas.
  const text = draft?.text ?? '';
  const showIn = useCallback(
    (path: Path, focus: boolean) => {
      const range = rangeOf(treeOf(text), text, path);
      if (range) setReveal({ offset: range.from, focus });
    },
    [text],
  );
  const chosenPath = useMemo(
    () => (document !== null && isPipeline ? activityPath(document, place) : null),
    [document, isPipeline, place],
  );
  const byEditor = useRef('');
  const shownAt = useRef('');
  useEffect(() => {
    if (!chosenPath || side !== 'json') return;
    if (shownAt.current === at) return;
    shownAt.current = at;
    if (byEditor.current !== at) showIn(chosenPath, false);
  }, [at, side, chosenPath, showIn]);

  const knowledge = useMemo<Knowledge>(() => {
    const names = new Map<string, string[]>();
    for (const one of resources) names.set(one.kind, [...(names.get(one.kind) ?? []), one.name]);
    return {
      schema: schema.data,
      names,
      functions: specs.data?.functions ?? [],
      document: document ?? {},
    };
  }, [resources, schema.data, specs.data, document]);
  const unsaved = draft !== null && isChanged(draft) && broken === null ? text : null;
  const activity = place.name;
  const host = useMemo<FormHost | null>(() => {
    if (!schema.data || document === null) return null;
    return {
      past: pastRun === '' || !isPipeline ? null : { runId: pastRun, activity, text: unsaved },
      schema: schema.data,
      knowledge,
      resources,
      readOnly: formReadOnly,
      findingsAt: (path) => {
        const value = getAt(document, path);
        const inner =
          isObject(value) && value.type === 'Expression' ? findings.at([...path, 'value']) : [];
        return [...findings.at(path), ...inner];
      },
      set: (path, value, typing = false) => {
        const now = latest.current.document;
        if (now !== null) setDocument(setAt(now, path, value), typing);
      },
    };
  }, [
    schema.data,
    knowledge,
    resources,
    formReadOnly,
    document,
    findings,
    setDocument,
    pastRun,
    isPipeline,
    activity,
    unsaved,
  ]);

  const all = useMemo(
    () => (document !== null && isPipeline ? allActivities(document) : []),
    [document, isPipeline],
  );
  const taken = useMemo(() => new Set(all.map((one) => one.place.name.toLowerCase())), [all]);
  const findingsByPlace = useMemo(() => {
    const found = new Map<string, Placed[]>();
    if (document === null || !isPipeline) return found;
    for (const one of findings.all) {
      // What is wrong inside of a container marks it, too.
      const inside = one.offset === null ? null : placeAt(document, one.path);
      if (!inside) continue;
      for (let depth = 0; depth <= inside.scope.length; depth++) {
        const step = inside.scope[depth];
        const key = printPlace({
          scope: inside.scope.slice(0, depth),
          name: step ? step.name : inside.name,
        });
        found.set(key, [...(found.get(key) ?? []), one]);
      }
    }
    return found;
  }, [findings.all, document, isPipeline]);
  const findingsOf = useCallback(
    (where: Place) => findingsByPlace.get(printPlace(where)) ?? [],
    [findingsByPlace],
  );

  const jump = (one: Placed) => {
    const inside = document !== null && isPipeline ? placeAt(document, one.path) : null;
    const next = inside ? printPlace(inside) : '';
    shownAt.current = next;
    filters.set({ at: next, side: 'json', ...(pane === 'canvas' ? {} : { pane: 'json' }) });
    if (one.offset !== null) setReveal({ offset: one.offset, focus: true });
  };
  const addOf = (type: string) => {
    setOpened(null);
    if (document === null || !schema.data) return;
    const holder = shapeAt(schema.data, document, ['properties', 'activities']);
    const begun = objectOf(startOf(schema.data, holder.inner, type));
    const behind = chosenPath ? place.name : null;
    const added = addActivity(document, place.scope, { name: words(type), ...begun, type }, behind);
    setDocument(added.document);
    onPlace({ scope: place.scope, name: added.name });
  };
  const rename = (next: string) => {
    if (document === null) return;
    setDocument(renameActivity(document, place, next));
    filters.set({
      at: printPlace({ scope: place.scope, name: next }),
      stops: withRenamed(stops, place, next),
    });
  };
  const changed = draft !== null && isChanged(draft);
  const toggleStop = (where: Place) => filters.set({ stops: toggled(stops, printPlace(where)) });
  const doUndo = useCallback(() => change(undo), [change]);
  const doRedo = useCallback(() => change(redo), [change]);
  const maySave = !readOnly && mayBeSaved(draft);
  useKeys(
    useCallback(
      (keys) => {
        if (keys === 'mod+s') {
          if (maySave) setOpened('save');
          return true;
        }
        const typing =
          window.document.activeElement instanceof HTMLElement &&
          (window.document.activeElement.isContentEditable ||
            /^(INPUT|TEXTAREA)$/.test(window.document.activeElement.tagName));
        if (readOnly || typing) return false;
        if (keys === 'mod+z') doUndo();
        else if (keys === 'mod+y') doRedo();
        else return false;
        return true;
      },
      [maySave, readOnly, doUndo, doRedo],
    ),
  );
  const duplicate = () => {
    if (document === null) return;
    const names = resources.filter((one) => one.kind === kind.id).map((one) => one.name);
    const copy = uniqueName(names, `${name}_copy`).replaceAll(' ', '_');
    putDraft(
      draftKey(factory.id, kind.id, copy),
      openDraft({ ...objectOf(document), name: copy }, null, true),
    );
    void navigate(link(factory, `author/${kind.id}/${encodeURIComponent(copy)}`));
  };
  const act = (key: string) => {
    if (key === 'duplicate') duplicate();
    else if (key === 'users') setOpened('users');
    else if (key === 'delete') setOpened('delete');
    else if (key === 'discard') {
      if (isNew) {
        put(null);
        void navigate(link(factory, 'author'));
      } else if (read.data) put(openDraft(read.data.document, read.data.etag, false));
    }
  };

  if (read.error && !draft) {
    return (
      <div className="author-main">
        <Problem error={asApiError(read.error)} retry={() => void read.refetch()} />
      </div>
    );
  }
  if (!draft || document === null) return <div className="author-main boot" aria-busy="true" />;

  const pausedPlaces = (debug.state.data?.paused ?? []).flatMap((one) => {
    const there = placeOfPaused(document, one.path ?? '', one.activityName);
    return there ? [printPlace(there)] : [];
  });
  const users = usersOf(resources, kind.id, name);
  const listed = resources.find(
    (one) => one.kind === kind.id && one.name.toLowerCase() === name.toLowerCase(),
  );
  const started = listed?.state === 'Started';
  const types = schema.data
    ? shapeOf(schema.data, shapeAt(schema.data, document, ['properties', 'activities']).inner)
        .values
    : [];
  const form = host && (
    <FormHostProvider value={host}>
      {isPipeline && !isNew && (
        <PastRun
          pipeline={name}
          runId={pastRun}
          onRun={(run) => filters.set({ run }, { push: false })}
        />
      )}
      {chosenPath ? (
        <ActivityForm
          key={at}
          document={document}
          place={place}
          path={chosenPath}
          taken={taken}
          onDocument={setDocument}
          onRename={rename}
          stops={stops.includes(at)}
          onStop={mayRun ? () => toggleStop(place) : null}
        />
      ) : (
        <ResourceForm document={document} kind={kind.id} />
      )}
    </FormHostProvider>
  );
  const editor = (
    <Suspense fallback={<div className="boot" aria-busy="true" />}>
      <JsonEditor
        label={`JSON of ${name}`}
        text={text}
        readOnly={readOnly}
        knowledge={knowledge}
        diagnostics={findings.marks}
        reveal={reveal}
        onText={(next) => change((old) => edit(old, next, true, performance.now()))}
        onPlace={(offset) => {
          if (!isPipeline || broken !== null) return;
          const inside = placeAt(document, pathAt(treeOf(text), text, offset));
          if (!inside) return;
          byEditor.current = printPlace(inside);
          if (byEditor.current !== at) onPlace(inside);
        }}
        onUndo={doUndo}
        onRedo={doRedo}
      />
    </Suspense>
  );

  return (
    <div className="author-main">
      <ResourceHead
        kind={kind}
        name={name}
        draft={draft}
        findings={findings}
        mayWrite={mayWrite}
        mayRun={mayRun}
        started={started}
        problemsOpen={problemsOpen}
        onProblems={() => filters.set({ problems: problemsOpen ? '' : 'true' })}
        onUndo={doUndo}
        onRedo={doRedo}
        onOpen={setOpened}
        onAct={act}
      />
      {source && <SourceStrip source={source} file={listed?.file} />}
      {kind.id === 'linkedService' && mayRun && (
        <div className="author-strip">
          <TestConnection name={name} document={document} unsaved={changed} />
        </div>
      )}
      {broken !== null && (
        <p className="author-broken" role="alert">
          The text is no JSON just now; the {isPipeline ? 'canvas' : 'form'} shows how it was.
        </p>
      )}
      <div className="author-panes" role="presentation">
        <Segments
          label="What is shown"
          options={[
            ...(isPipeline ? [{ id: 'canvas', label: 'Canvas' }] : []),
            { id: 'settings', label: 'Settings' },
            { id: 'json', label: 'JSON' },
          ]}
          value={pane}
          onChange={(next) => filters.set({ pane: next })}
        />
      </div>
      <div className={`author-body pane-${pane} side-${side} ${isPipeline ? 'is-pipeline' : ''}`}>
        {isPipeline ? (
          <div className="author-center">
            <Suspense fallback={<div className="boot" aria-busy="true" />}>
              <Canvas
                key={name}
                pipeline={draftKey(factory.id, kind.id, name)}
                document={document}
                place={place}
                readOnly={formReadOnly}
                findingsOf={findingsOf}
                onPlace={onPlace}
                onChange={setDocument}
                onAdd={() => setOpened('add')}
                stops={stops}
                paused={pausedPlaces}
                onStop={mayRun ? toggleStop : null}
              />
            </Suspense>
          </div>
        ) : (
          <div className="author-center author-form">
            {form ?? <div className="boot" aria-busy="true" />}
          </div>
        )}
        <aside className="author-side" aria-label={side === 'json' ? 'JSON' : 'Settings'}>
          {isPipeline && (
            <div className="author-side-bar">
              <Segments
                label="Beside the canvas"
                options={[
                  { id: 'settings', label: 'Settings' },
                  { id: 'json', label: 'JSON' },
                ]}
                value={side}
                onChange={(next) =>
                  filters.set({ side: next === 'settings' ? '' : next, pane: '' })
                }
              />
              {chosenPath && (
                <Button kind="quiet" small onPress={() => onPlace({ ...place, name: '' })}>
                  The pipeline’s
                </Button>
              )}
            </div>
          )}
          {side === 'json' && !(isPipeline && pane === 'settings') ? (
            editor
          ) : (
            <div className="author-form">{form ?? <div className="boot" aria-busy="true" />}</div>
          )}
        </aside>
      </div>
      {problemsOpen && (
        <Problems
          findings={findings}
          azure={azure}
          onAzure={(is) => filters.set({ azure: is ? 'true' : '' })}
          onJump={jump}
        />
      )}
      {debugId !== '' && (
        <DebugDock
          runId={debugId}
          run={debug}
          onPaused={(one) => {
            const there = placeOfPaused(document, one.path ?? '', one.activityName);
            if (there) onPlace(there);
          }}
          onClose={() => filters.set({ debug: '' })}
        />
      )}
      <ResourceDialogs
        opened={opened}
        kind={kind}
        name={name}
        draft={draft}
        saved={read.data?.document ?? document}
        users={users}
        types={types}
        specs={specs.data?.activities ?? []}
        after={chosenPath ? place.name : null}
        until={until}
        onUntil={(next) => filters.set({ until: next }, { push: false })}
        stops={knownStops(document, stops)}
        onDebug={(runId) => filters.set({ debug: runId }, { push: true })}
        onOpen={setOpened}
        onSaved={saved}
        onTheirs={rebase}
        onPick={addOf}
        onDeleted={() => {
          put(null);
          queries.removeQueries({
            queryKey: ['author-document', factory.id, kind.id, name.toLowerCase()],
          });
          void queries.invalidateQueries({ queryKey: resourcesKey(factory) });
          void navigate(link(factory, 'author'));
        }}
      />
    </div>
  );
}
