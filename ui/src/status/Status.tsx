import './status.css';
import { statusWords, toneOf, type Tone } from './status';

const PATHS: Record<Tone, string> = {
  good: 'M3.200 8.400l3 3 6.600-6.800',
  bad: 'M4 4l8 8M12 4l-8 8',
  run: 'M8 2.500a5.500 5.500 0 1 1-5.500 5.500',
  wait: 'M8 4v4.200l2.600 1.600',
  stop: 'M4.500 8h7',
  skip: 'M4 4.500l3.500 3.500L4 11.500M8.500 4.500L12 8l-3.500 3.500',
};

/** A status as a shape and a colour: neither alone carries the meaning. */
export function StatusIcon({ status, size = 16 }: { status: string; size?: number }) {
  const tone = toneOf(status);
  return (
    <svg
      className={`status-icon tone-${tone}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <circle className="ground" cx="8" cy="8" r="7.500" />
      <path className="sign" d={PATHS[tone]} />
    </svg>
  );
}

export function Status({ status, recovered = false }: { status: string; recovered?: boolean }) {
  return (
    <span className={`status tone-${toneOf(status)}`}>
      <StatusIcon status={status} />
      <span>
        {statusWords(status)}
        {recovered && <span className="muted"> (taken over)</span>}
      </span>
    </span>
  );
}
