import { useQuery } from '@tanstack/react-query';
import { HardDrive, KeyRound, PlugZap } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { CallText, HowTo } from '@/actions/HowTo';
import { asApiError } from '@/api/errors';
import { useFactory, type Factory } from '@/api/factory';
import { FilterMenu } from '@/filters/FilterMenu';
import { SearchBox } from '@/filters/SearchBox';
import { useFilters } from '@/filters/filters';
import { useTyped } from '@/filters/useTyped';
import { count, plural } from '@/format/number';
import { JsonView } from '@/json/JsonView';
import { relative } from '@/format/time';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { Empty } from '@/kit/Panel';
import { useNow } from '@/live/useNow';
import { Problem } from '@/problem/Problem';
import { useMay } from '@/session/may';
import { link } from '@/shell/links';
import { Status } from '@/status/Status';
import { VirtualTable, type Column } from '@/table/VirtualTable';
import {
  listCall,
  listOf,
  placeOf,
  runtimeOf,
  serviceOf,
  testCall,
  testConnection,
  type ListOf,
  type Resource,
  type Tested,
} from './data';

function TestConnection({ name }: { name: string }) {
  const factory = useFactory();
  const may = useMay();
  const [tested, setTested] = useState<Tested | 'waiting' | null>(null);
  const test = async () => {
    setTested('waiting');
    try {
      setTested(await testConnection(factory, name));
    } catch (thrown) {
      setTested({ succeeded: false, message: asApiError(thrown).message });
    }
  };
  if (!may('weir_test_connection')) return null;
  return (
    <div className="man-test">
      <Button onPress={() => void test()} isDisabled={tested === 'waiting'}>
        <PlugZap size={14} aria-hidden="true" /> Test the connection
      </Button>
      <span role="status">
        {tested === 'waiting' && <span className="muted">Reaching it …</span>}
        {tested !== null && tested !== 'waiting' && (
          <>
            <Status status={tested.succeeded ? 'Succeeded' : 'Failed'} />{' '}
            <span className="muted">{tested.message}</span>
          </>
        )}
      </span>
    </div>
  );
}

function ResourceDialog({
  resource,
  kind,
  onClose,
}: {
  resource: Resource;
  kind: ListOf;
  onClose: () => void;
}) {
  const factory = useFactory();
  const path = `${kind}/${encodeURIComponent(resource.name)}`;
  return (
    <Dialog title={resource.name} open onClose={onClose} wide>
      {kind === 'linkedservices' && (
        <>
          {factory.version === 2 && <TestConnection name={resource.name} />}
          <p>
            <Link to={link(factory, 'lineage', { node: `s:${resource.name}` })}>
              What reads and writes it
            </Link>
          </p>
        </>
      )}
      <div className="man-json">
        <JsonView value={resource.properties} label={`Definition of ${resource.name}`} />
      </div>
      <CallText call={listCall(factory, path)} />
      {kind === 'linkedservices' && factory.version === 2 && (
        <CallText call={testCall(factory, resource.name)} />
      )}
    </Dialog>
  );
}

/** A list of resources with search, a filter by type, and the definition behind each row. */
function ResourceList({
  kind,
  one,
  rows,
  error,
  retry,
  columns,
  none,
}: {
  kind: ListOf;
  one: string;
  rows: readonly Resource[] | undefined;
  error: unknown;
  retry: () => void;
  columns: readonly Column<Resource>[];
  none: string;
}) {
  const factory = useFactory();
  const filters = useFilters();
  const [typed, type] = useTyped(filters.text('q'), (q) => filters.set({ q }));
  const text = typed.toLowerCase();
  const types = filters.list('type');
  const open = filters.text('open');
  const allTypes = useMemo(
    () => [...new Set((rows ?? []).map((row) => row.type))].filter(Boolean).sort(),
    [rows],
  );
  const shown = (rows ?? []).filter(
    (row) =>
      (types.length === 0 || types.includes(row.type)) &&
      (text === '' ||
        `${row.name} ${row.type} ${row.description} ${placeOf(row)}`.toLowerCase().includes(text)),
  );
  const opened = rows?.find((row) => row.name === open);
  if (error && !rows) return <Problem error={asApiError(error)} retry={retry} />;
  return (
    <>
      <div className="filters">
        <SearchBox
          label={`Find a ${one}`}
          hint="Name, type, place …"
          value={typed}
          onChange={type}
        />
        {allTypes.length > 1 && (
          <FilterMenu
            title="Type"
            options={allTypes.map((id) => ({ id, text: id, label: id }))}
            chosen={types}
            onChange={(type) => filters.set({ type })}
          />
        )}
        <span className="muted num" role="status">
          {rows ? plural(shown.length, one) : 'Loading …'}
        </span>
        <HowTo calls={[listCall(factory, kind)]} />
      </div>
      <VirtualTable
        label={`${one}s`}
        columns={columns}
        rows={shown}
        rowKey={(row) => row.name}
        onOpen={(row) => filters.set({ open: row.name }, { push: true })}
        narrow={(row) => (
          <>
            {kind === 'credentials' ? <KeyRound size={16} /> : <HardDrive size={16} />}
            <span className="narrow-main">
              <strong>{row.name}</strong>
              <span className="row-note">
                {row.type} {placeOf(row)}
              </span>
            </span>
          </>
        )}
        foot={
          rows && shown.length === 0 ? (
            <Empty title={rows.length === 0 ? none : `No ${one} matches`} />
          ) : null
        }
      />
      {opened && (
        <ResourceDialog resource={opened} kind={kind} onClose={() => filters.set({ open: '' })} />
      )}
    </>
  );
}

const name: Column<Resource> = {
  id: 'name',
  title: 'Name',
  width: 180,
  grow: true,
  cell: (row) => <strong>{row.name}</strong>,
};
const type: Column<Resource> = { id: 'type', title: 'Type', width: 170, cell: (row) => row.type };
const description: Column<Resource> = {
  id: 'description',
  title: 'Description',
  width: 160,
  grow: true,
  cell: (row) => <span title={row.description}>{row.description}</span>,
};

/** Where what a linked service is reached through is shown. */
const throughLink = (factory: Factory, runtime: string): string =>
  factory.version === 1
    ? link(factory, 'manage/gateways', { open: runtime })
    : link(factory, 'manage/runtimes', { runtime });

export function LinkedServices() {
  const factory = useFactory();
  const services = useQuery({
    queryKey: ['manage', factory.id, 'linkedservices'],
    queryFn: () => listOf(factory, 'linkedservices'),
  });
  const datasets = useQuery({
    queryKey: ['manage', factory.id, 'datasets'],
    queryFn: () => listOf(factory, 'datasets'),
    staleTime: 60_000,
  });
  const used = useMemo(() => {
    const by = new Map<string, number>();
    for (const one of datasets.data ?? []) {
      const service = serviceOf(one);
      by.set(service, (by.get(service) ?? 0) + 1);
    }
    return by;
  }, [datasets.data]);
  const columns: Column<Resource>[] = [
    name,
    type,
    {
      id: 'place',
      title: 'Place',
      width: 200,
      grow: true,
      cell: (row) => (
        <span className="mono" title={placeOf(row)}>
          {placeOf(row)}
        </span>
      ),
    },
    {
      id: 'runtime',
      title: 'Through',
      width: 140,
      cell: (row) =>
        runtimeOf(row) ? (
          <Link to={throughLink(factory, runtimeOf(row))} tabIndex={-1}>
            {runtimeOf(row)}
          </Link>
        ) : (
          <span className="muted">the service</span>
        ),
    },
    {
      id: 'datasets',
      title: 'Datasets',
      width: 90,
      align: 'right',
      cell: (row) => (datasets.data ? count(used.get(row.name) ?? 0) : '…'),
    },
    description,
  ];
  return (
    <ResourceList
      kind="linkedservices"
      one="linked service"
      rows={services.data}
      error={services.error}
      retry={() => void services.refetch()}
      columns={columns}
      none="The factory has no linked services"
    />
  );
}

export function Credentials() {
  const factory = useFactory();
  const credentials = useQuery({
    queryKey: ['manage', factory.id, 'credentials'],
    queryFn: () => listOf(factory, 'credentials'),
  });
  return (
    <ResourceList
      kind="credentials"
      one="credential"
      rows={credentials.data}
      error={credentials.error}
      retry={() => void credentials.refetch()}
      columns={[name, type, description]}
      none="The factory has no credentials"
    />
  );
}

/** Gateways of a factory of version 1. */
export function Gateways() {
  const factory = useFactory();
  const now = useNow(10_000);
  const gateways = useQuery({
    queryKey: ['manage', factory.id, 'gateways'],
    queryFn: () => listOf(factory, 'gateways'),
    refetchInterval: 10_000,
  });
  const text = (row: Resource, field: string) => {
    const value = row.properties[field];
    return typeof value === 'string' ? value : '';
  };
  const columns: Column<Resource>[] = [
    name,
    {
      id: 'status',
      title: 'Status',
      width: 150,
      cell: (row) => <Status status={text(row, 'status')} />,
    },
    { id: 'version', title: 'Version', width: 110, cell: (row) => text(row, 'version') },
    {
      id: 'heard',
      title: 'Last heard',
      width: 130,
      cell: (row) => relative(text(row, 'lastConnectTime'), now),
    },
    description,
  ];
  return (
    <ResourceList
      kind="gateways"
      one="gateway"
      rows={gateways.data}
      error={gateways.error}
      retry={() => void gateways.refetch()}
      columns={columns}
      none="The factory has no gateways"
    />
  );
}
