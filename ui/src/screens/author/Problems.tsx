import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { Findings, Placed } from './useFindings';

const SIGNS = { error: CircleAlert, warning: TriangleAlert, azure: Info, note: Info };

/** What was found in the document, each a way to its place. */
export function Problems({
  findings,
  azure,
  onAzure,
  onJump,
}: {
  findings: Findings;
  azure: boolean;
  onAzure: (azure: boolean) => void;
  onJump: (one: Placed) => void;
}) {
  return (
    <section className="problems" aria-label="Problems">
      <header>
        <h2>Problems</h2>
        <span className="spring" />
        <label>
          <input
            type="checkbox"
            checked={azure}
            onChange={(event) => onAzure(event.target.checked)}
          />
          What Azure would refuse, too
        </label>
      </header>
      {findings.error ? (
        <p className="problems-none said-bad">{findings.error.message}</p>
      ) : findings.all.length === 0 ? (
        <p className="problems-none">
          {findings.current ? 'Nothing is wrong with it.' : 'Looking …'}
        </p>
      ) : (
        <ul>
          {findings.all.map((one, i) => {
            const Sign = SIGNS[one.severity];
            return (
              <li key={`${i}${one.code}`}>
                <button type="button" onClick={() => onJump(one)}>
                  <Sign size={14} aria-label={one.severity} className={`sign ${one.severity}`} />
                  <span className="problem-words">{one.message}</span>
                  <code>{one.code}</code>
                  {one.line !== undefined && (
                    <span className="num muted">
                      {one.line}:{one.column}
                    </span>
                  )}
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
