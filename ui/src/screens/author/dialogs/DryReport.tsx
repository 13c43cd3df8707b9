import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { count, plural } from '@/format/number';
import { duration } from '@/format/time';
import { JsonView } from '@/json/JsonView';
import { Button } from '@/kit/Button';
import { Status } from '@/status/Status';
import type { DryReport as Report } from '../api';
import { isObject, textOf, type Json } from '../model/json';

type Activity = Report['activities'][number];

const SHOWN_MAX = 300;
const OUTPUT = /^output of '(.*)'$/;

const depthOf = (one: Activity, root: string): number =>
  (one.path === '' ? 0 : one.path.split('/').length) + (one.pipelineName === root ? 0 : 1);

function Line({ one, root }: { one: Activity; root: string }) {
  const [open, setOpen] = useState(false);
  const message = isObject(one.error) ? textOf(one.error.message) : '';
  const said = Object.fromEntries(
    Object.entries({ input: one.input, output: one.output, error: one.error }).filter(
      ([, value]) => value !== null && value !== undefined,
    ),
  );
  const iteration = /\[(\d+)\]$/.exec(one.path)?.[1];
  return (
    <li>
      <button
        type="button"
        className="dry-line"
        aria-expanded={open}
        style={{ paddingInlineStart: 8 + 16 * depthOf(one, root) }}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight size={13} aria-hidden="true" className="dry-turn" />
        <span className="dry-name">
          {one.activityName}
          {iteration !== undefined && <span className="muted"> [{iteration}]</span>}
        </span>
        <span className="muted dry-type">{one.activityType}</span>
        <Status status={one.status} />
      </button>
      {message !== '' && !open && <p className="dry-error">{message}</p>}
      {open && (
        <div className="dry-json">
          <JsonView value={said} label={`What ${one.activityName} was given and gave`} />
        </div>
      )}
    </li>
  );
}

/** What a dry run did, and what it made up. */
export function DryReport({
  report,
  onFake,
}: {
  report: Report;
  onFake: (activity: string, answer: Json) => void;
}) {
  const shown = report.activities.slice(0, SHOWN_MAX);
  const more = report.activities.length - shown.length + report.more;
  return (
    <section className="dry" aria-label="What the dry run did">
      <p className="dry-sum" role="status">
        <Status status={report.status} />
        <span>
          {plural(report.activities.length + report.more, 'activity run', 'activity runs')} in{' '}
          {duration(report.durationInMs)} of virtual time
        </span>
      </p>
      {report.status !== 'Succeeded' && report.message !== '' && (
        <p className="said-bad">{report.message}</p>
      )}
      <ol className="dry-lines">
        {shown.map((one, i) => (
          <Line key={i} one={one} root={report.pipelineName} />
        ))}
      </ol>
      {more > 0 && <p className="muted">and {count(more)} more</p>}
      {report.assumed.length > 0 && (
        <>
          <h3>Made up, as nobody said</h3>
          <ul className="dry-assumed">
            {report.assumed.map((one) => {
              const activity = OUTPUT.exec(one.subject)?.[1];
              return (
                <li key={`${one.pipelineName} ${one.subject}`}>
                  <span>{one.subject}</span>
                  <code>{JSON.stringify(one.value)}</code>
                  {activity !== undefined && (
                    <Button
                      kind="quiet"
                      small
                      onPress={() => onFake(activity, { output: (one.value ?? {}) as Json })}
                    >
                      Change
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}
