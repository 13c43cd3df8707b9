import { useQuery } from '@tanstack/react-query';
import { HowTo } from '@/actions/HowTo';
import { CopyButton } from '@/actions/Copyable';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { plural } from '@/format/number';
import { Empty, Panel } from '@/kit/Panel';
import { Problem } from '@/problem/Problem';
import { factoryOf, listCall } from './data';

const shown = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

/** What every pipeline of the factory can read by `pipeline().globalParameters`. */
export function Parameters() {
  const factory = useFactory();
  const own = useQuery({
    queryKey: ['manage', factory.id, 'factory'],
    queryFn: () => factoryOf(factory),
  });
  if (own.error && !own.data) {
    return <Problem error={asApiError(own.error)} retry={() => void own.refetch()} />;
  }
  const rows = own.data?.parameters;
  return (
    <Panel
      title={rows ? plural(rows.length, 'global parameter') : 'Global parameters'}
      aside={<HowTo calls={[listCall(factory, 'globalParameters')]} />}
    >
      {rows?.length === 0 && <Empty title="The factory has no global parameters" />}
      {rows && rows.length > 0 && (
        <div className="man-scroll" tabIndex={0} role="region" aria-label="Global parameters">
          <table className="man-table">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Type</th>
                <th scope="col">Value</th>
                <th scope="col">In expressions</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.name}>
                  <th scope="row">{one.name}</th>
                  <td>{one.type}</td>
                  <td className="mono man-value">{shown(one.value)}</td>
                  <td className="mono muted">
                    @pipeline().globalParameters.{one.name}{' '}
                    <CopyButton text={`@pipeline().globalParameters.${one.name}`} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
