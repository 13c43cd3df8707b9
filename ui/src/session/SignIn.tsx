import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useLocation } from 'react-router';
import { asApiError } from '@/api/errors';
import { Button } from '@/kit/Button';
import { Mark } from '@/shell/Mark';
import { Refused } from './Refused';
import { departure, signIn, waysIn, type Session, type WaysIn } from './session';
import './signin.css';

function Ways({ ways }: { ways: WaysIn['ways'] }) {
  const { pathname, search, hash } = useLocation();
  return (
    <div className="signin-ways">
      {ways.map((way) => (
        // Leaves the page: the service sends the browser on to the issuer.
        <a
          key={way.url}
          className="button primary"
          href={departure(way, `/ui${pathname}${search}${hash}`)}
        >
          Sign in with {way.name}
        </a>
      ))}
      <p className="signin-or">
        <span>or with a token</span>
      </p>
    </div>
  );
}

function TokenForm({
  alone,
  onSignedIn,
}: {
  alone: boolean;
  onSignedIn: (session: Session) => void;
}) {
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setSaid('');
    try {
      onSignedIn(await signIn(token.trim()));
    } catch (thrown) {
      const error = asApiError(thrown);
      setSaid(error.status === 401 ? 'The service does not know this token.' : error.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <TextField
        value={token}
        onChange={(text) => {
          setToken(text);
          setSaid('');
        }}
        validationBehavior="aria"
        type="password"
        autoComplete="current-password"
        isRequired
        autoFocus={alone}
        isInvalid={said !== ''}
      >
        <Label>Token</Label>
        <Input className="input mono" spellCheck={false} />
      </TextField>
      {said && (
        <p className="signin-said" role="alert">
          {said}
        </p>
      )}
      <Button
        kind={alone ? 'primary' : 'plain'}
        type="submit"
        isDisabled={busy || token.trim() === ''}
      >
        {busy ? 'Signing in …' : 'Sign in'}
      </Button>
    </form>
  );
}

export function SignIn({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  // A service that cannot say so lets people in by tokens.
  const asked = useQuery({ queryKey: ['sign-in'], queryFn: waysIn, retry: 1, gcTime: 0 });
  const { pathname, search, hash } = useLocation();
  useEffect(() => {
    document.title = 'Sign in · Weirworks';
  }, []);
  if (asked.isPending) return <div className="boot" aria-busy="true" />;
  const ways = asked.data?.ways ?? [];
  const refused = asked.data?.refused;
  const first = ways[0];
  return (
    <main className="signin">
      <div className="signin-card">
        <h1>
          <Mark size={30} /> Weirworks
        </h1>
        {refused && (
          <Refused
            refused={refused}
            again={first && departure(first, `/ui${pathname}${search}${hash}`, true)}
          />
        )}
        {ways.length > 0 && <Ways ways={ways} />}
        <TokenForm alone={ways.length === 0} onSignedIn={onSignedIn} />
        <div className="signin-help">
          <p>
            The owner’s token is in the service’s data folder; weir serve names the file when it
            starts.
          </p>
          <pre>cat ~/.local/share/weir/token</pre>
          <p>One for a colleague:</p>
          <pre>weir token create jo --role "Monitoring Reader"</pre>
          <p className="muted">
            The browser keeps a sealed cookie that no script can read, for a week
            {ways.length > 0 && ', for 12 hours without a token'}.
          </p>
        </div>
      </div>
    </main>
  );
}
