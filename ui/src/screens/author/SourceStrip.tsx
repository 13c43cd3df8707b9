import { GitBranch } from 'lucide-react';
import { CopyButton } from '@/actions/Copyable';
import type { Source } from './api';

const shortCommit = (commit: string): string => commit.slice(0, 10);

/** Where to look at a repository; null if its address is none of the web. */
const webOf = (repository: string): string | null =>
  /^https?:\/\//.test(repository) ? repository.replace(/\.git$/, '') : null;

/** Says that Git has the resource, and in which file. */
export function SourceStrip({ source, file }: { source: Source; file: string | undefined }) {
  const path = [source.folder, file].filter((part) => part).join('/');
  const web = webOf(source.repository ?? '');
  const at = [
    source.branch ? `branch ${source.branch}` : '',
    source.commit ? `commit ${shortCommit(source.commit)}` : '',
  ].filter((part) => part !== '');
  return (
    <div className="author-strip source-strip">
      <GitBranch size={14} aria-hidden="true" />
      <span>Read-only: it is applied from Git.</span>
      {path !== '' && (
        <span className="source-file">
          <code>{path}</code>
          <CopyButton text={path} label="Copy the path" />
        </span>
      )}
      <span className="muted">
        {at.join(', ')}
        {source.repository && at.length > 0 && ' · '}
        {web ? (
          <a href={web} target="_blank" rel="noreferrer noopener">
            {web.replace(/^https?:\/\//, '')}
          </a>
        ) : (
          source.repository
        )}
      </span>
    </div>
  );
}
