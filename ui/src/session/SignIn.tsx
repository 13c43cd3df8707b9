import { useEffect, useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { asApiError } from '@/api/errors';
import { Button } from '@/kit/Button';
import { Mark } from '@/shell/Mark';
import { signIn, type Session } from './session';
import './signin.css';

export function SignIn({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  useEffect(() => {
    document.title = 'Sign in · Weirworks';
  }, []);

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
    <main className="signin">
      <form onSubmit={(event) => void submit(event)}>
        <h1>
          <Mark size={30} /> Weirworks
        </h1>
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
          autoFocus
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
        <Button kind="primary" type="submit" isDisabled={busy || token.trim() === ''}>
          {busy ? 'Signing in …' : 'Sign in'}
        </Button>
        <div className="signin-help">
          <p>
            The owner’s token is in the service’s data folder; weir serve names the file when it
            starts.
          </p>
          <pre>cat ~/.local/share/weir/token</pre>
          <p>One for a colleague:</p>
          <pre>weir token create jo --role "Monitoring Reader"</pre>
          <p className="muted">
            The browser keeps a sealed cookie that no script can read, for a week.
          </p>
        </div>
      </form>
    </main>
  );
}
