import { TriangleAlert } from 'lucide-react';
import type { ApiError } from '@/api/errors';
import { Button } from '@/kit/Button';
import './problem.css';

/** What one can do about an error that the service gave. */
function adviceOf(error: ApiError): string {
  if (error.unreachable)
    return 'Is weir serve running? The page goes on by itself when it is back.';
  if (error.status === 403) return 'Ask the owner of the service for a role that allows it.';
  if (error.status === 404) return 'It may have been deleted, or the address may be wrong.';
  if (error.status === 429) return 'Wait a moment and try again.';
  if (error.status === 503) return 'The service cannot save just now; /healthz says why.';
  return '';
}

/** An error: what was refused, and what to do. */
export function Problem({ error, retry }: { error: ApiError; retry?: () => void }) {
  const advice = adviceOf(error);
  return (
    <div className="problem" role="alert">
      <TriangleAlert size={18} aria-hidden="true" />
      <div>
        <p className="problem-title">{error.message}</p>
        {advice && <p>{advice}</p>}
        <p className="problem-code">
          <code>{error.code}</code>
          {error.target && <span> at {error.target}</span>}
          {error.requestId && <span> · request {error.requestId}</span>}
        </p>
        {retry && (
          <Button small onPress={retry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}
