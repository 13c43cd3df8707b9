import { TriangleAlert, UserRoundX } from 'lucide-react';
import { Copyable } from '@/actions/Copyable';
import type { WaysIn } from './session';

type Reason = NonNullable<WaysIn['refused']>;

/** A message of the service as sentences: it writes none of its own. */
export function sentences(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** Somebody whom the issuer knows, and the service has given no role. */
function NoRole({ refused, again }: { refused: Reason; again: string | undefined }) {
  return (
    <section className="signin-refused" role="alert">
      <h2>
        <UserRoundX size={17} aria-hidden="true" /> You have no role here yet
      </h2>
      <p>
        You signed in as <b>{refused.name}</b>, but this service has given you no role. Its owner
        lets you in with this command, on the service’s machine:
      </p>
      <Copyable text={refused.command ?? ''} />
      <p>Then sign in again: it counts at once.</p>
      <dl>
        <dt>Subject</dt>
        <dd>{refused.subject}</dd>
        <dt>Issuer</dt>
        <dd>{refused.issuer}</dd>
        <dt>Code</dt>
        <dd>{refused.code}</dd>
      </dl>
      {again && <a href={again}>Sign in as somebody else</a>}
    </section>
  );
}

/** Why the last attempt to sign in failed, and what to do. */
export function Refused({ refused, again }: { refused: Reason; again: string | undefined }) {
  if (refused.command) return <NoRole refused={refused} again={again} />;
  return (
    <section className="signin-refused bad" role="alert">
      <h2>
        <TriangleAlert size={17} aria-hidden="true" /> You were not signed in
      </h2>
      <p>{sentences(refused.message)}</p>
      <p className="signin-code">
        <code>{refused.code}</code>
      </p>
    </section>
  );
}
