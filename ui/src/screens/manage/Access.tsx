import { Copyable } from '@/actions/Copyable';
import { HowTo } from '@/actions/HowTo';
import { Panel } from '@/kit/Panel';
import { useSession } from '@/session/SessionGate';

const ROLES = [
  ['Reader', 'sees factories and their definitions, starts nothing'],
  ['Monitoring Reader', 'sees runs and their figures besides'],
  ['Data Factory Contributor', 'changes factories, starts and cancels runs'],
  ['Owner', 'may do everything, keys and tokens too'],
] as const;

/** Who one is here, and how others are let in. */
export function Access() {
  const { principal, roles } = useSession();
  return (
    <div className="man-grid">
      <Panel title="You" aside={<HowTo calls={[{ method: 'GET', path: '/weir/session' }]} />}>
        <p className="man-line">
          <span>
            Signed in as <b>{principal.name}</b>
          </span>
          <span className="muted mono">{principal.id}</span>
        </p>
        <div className="man-scroll" tabIndex={0} role="region" aria-label="Your roles">
          <table className="man-table">
            <thead>
              <tr>
                <th scope="col">Role</th>
                <th scope="col">On</th>
              </tr>
            </thead>
            <tbody>
              {roles.map((one) => (
                <tr key={`${one.role} ${one.scope}`}>
                  <th scope="row">{one.role}</th>
                  <td className="mono">{one.scope === '/' ? 'the whole service' : one.scope}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
      <Panel title="Roles">
        <dl className="man-facts">
          {ROLES.map(([role, words]) => (
            <div key={role}>
              <dt>{role}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title="Tokens and service principals" className="man-wide">
        <p className="man-line">
          Who may come in is kept on the service’s machine, and is changed there alone: nobody who
          only reaches its address can let others in.
        </p>
        <div className="man-commands">
          <Copyable text="weir token list" />
          <Copyable text="weir token create ci --role 'Data Factory Contributor' --days 90" />
          <Copyable text="weir token create app --service-principal --role Reader" />
          <Copyable text="weir token revoke ci" />
        </div>
      </Panel>
      <Panel title="Audit log" className="man-wide">
        <p className="man-line">
          Who changed what, who was refused and who signed in is logged, each record sealed by the
          one before. It is read on the service’s machine.
        </p>
        <div className="man-commands">
          <Copyable text="weir audit list --limit 50" />
          <Copyable text="weir audit verify" />
        </div>
      </Panel>
    </div>
  );
}
