import { Terminal } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { Copyable } from './Copyable';
import { curlOf, type Call } from './calls';

/** A call as one would make it without the screen. */
export function CallText({ call }: { call: Call }) {
  const origin = window.location.origin;
  return (
    <div className="howto">
      {call.command && (
        <>
          <h3>Command</h3>
          <Copyable text={call.command} />
        </>
      )}
      <h3>API</h3>
      <Copyable text={curlOf(call, origin)} />
    </div>
  );
}

/** Shows how to get what is on the screen by the API, and by the command line. */
export function HowTo({ calls }: { calls: readonly Call[] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <span className="roomy">
        <IconButton label="As an API call and a command" onPress={() => setOpen(true)}>
          <Terminal size={16} />
        </IconButton>
      </span>
      <Dialog title="The same without the screen" open={open} onClose={() => setOpen(false)} wide>
        {calls.map((call) => (
          <CallText key={call.path} call={call} />
        ))}
        <p className="muted">WEIR_TOKEN holds a token of the service.</p>
      </Dialog>
    </>
  );
}
