import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Factory } from '@/api/factory';
import { readResource, resourcesKey, type Kept } from './api';
import type { Kind } from './kinds';
import { draftKey, draftOf, isChanged, openDraft, useDraft } from './model/draft';
import { print } from './model/json';

/** A resource of the service as a draft: opened when it has been read, kept while it is changed. */
export function useResourceDraft(factory: Factory, kind: Kind, name: string) {
  const queries = useQueryClient();
  const key = draftKey(factory.id, kind.id, name);
  const { draft, change, put } = useDraft(key);
  const isNew = draft !== null && draft.base === null;
  const document = useQuery({
    queryKey: ['author-document', factory.id, kind.id, name.toLowerCase()],
    queryFn: () => readResource(factory, kind, name),
    enabled: !isNew,
    retry: false,
  });
  useEffect(() => {
    if (!document.data) return;
    const old = draftOf(key);
    // What was changed here stays; the service says at the save that it has another.
    if (!old || (!isChanged(old) && old.etag !== document.data.etag)) {
      put(openDraft(document.data.document, document.data.etag, false));
    }
  }, [document.data, key, put]);

  /** The service has this now; what was written stays to be seen. */
  const saved = (kept: Kept) => {
    change((old) => {
      const text = print(kept.document);
      return { ...old, base: text, text, document: kept.document, broken: null, etag: kept.etag };
    });
    queries.setQueryData(['author-document', factory.id, kind.id, name.toLowerCase()], kept);
    void queries.invalidateQueries({ queryKey: resourcesKey(factory) });
    void queries.invalidateQueries({ queryKey: ['resources', factory.id] });
    void queries.invalidateQueries({ queryKey: ['author-whole', factory.id] });
  };
  /** Somebody else saved: what they have is the base from now on. */
  const rebase = (kept: Kept, mine: boolean) => {
    const text = print(kept.document);
    change((old) =>
      mine
        ? { ...old, base: text, etag: kept.etag }
        : { ...openDraft(kept.document, kept.etag, false), past: [...old.past, old.text] },
    );
    queries.setQueryData(['author-document', factory.id, kind.id, name.toLowerCase()], kept);
  };
  return { draft, change, put, isNew, document, saved, rebase };
}
