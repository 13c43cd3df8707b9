import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { plural } from '@/format/number';
import { duration } from '@/format/time';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { Empty } from '@/kit/Panel';
import { previewDataset, type Previewed } from '../api';
import { ParameterFields, parametersOf, useParameters } from './ParameterFields';
import type { Json } from '../model/json';

const spell = (cell: unknown): string =>
  typeof cell === 'string' ? cell : cell === null ? '' : JSON.stringify(cell);

function Rows({ found }: { found: Previewed }) {
  const { columns = [], rows = [] } = found;
  if (rows.length === 0) {
    return (
      <Empty title="There are no rows">
        {columns.length > 0 && <p>Columns: {columns.map((one) => one.name).join(', ')}</p>}
      </Empty>
    );
  }
  return (
    // The table may be wider than the dialog: it scrolls by itself.
    <div className="preview-rows" tabIndex={0} role="region" aria-label="First rows">
      <table>
        <thead>
          <tr>
            <th aria-label="Number" />
            {columns.map((one) => (
              <th key={one.name} scope="col">
                {one.name} <span className="muted">{one.type}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              <td className="num muted">{i + 1}</td>
              {row.map((cell, k) => (
                <td
                  key={k}
                  className={typeof cell === 'number' ? 'num' : cell === null ? 'muted' : ''}
                  title={spell(cell)}
                >
                  {cell === null ? 'null' : spell(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The first rows of a dataset as it is written, saved or not. */
export function PreviewDialog({
  name,
  document,
  text,
  onClose,
}: {
  name: string;
  document: Json;
  /** What is written; null: as it is saved. */
  text: string | null;
  onClose: () => void;
}) {
  const factory = useFactory();
  const parameters = parametersOf(document);
  const given = useParameters(parameters);
  const look = useMutation({
    mutationFn: () =>
      previewDataset(factory, name, {
        parameters: given.given,
        ...(text === null ? {} : { text }),
      }),
  });
  const { mutate } = look;
  const ready = !given.bad;
  useEffect(() => {
    if (ready) mutate();
    // Once: afterwards one asks for it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const error = look.data?.error?.message ?? (look.error ? asApiError(look.error).message : null);
  return (
    <Dialog
      title={`First rows of ${name}`}
      open
      onClose={onClose}
      wide
      footer={
        <>
          <Button onPress={onClose}>Close</Button>
          <Button
            kind="primary"
            isDisabled={look.isPending}
            onPress={() => (given.bad ? given.setTried(true) : mutate())}
          >
            {look.isPending ? 'Reading …' : look.data ? 'Read again' : 'Read'}
          </Button>
        </>
      }
    >
      {parameters.length > 0 && <ParameterFields parameters={parameters} given={given} />}
      {error !== null && (
        <p className="said-bad" role="alert">
          {error}
        </p>
      )}
      {look.isPending && <div className="boot" aria-busy="true" />}
      {!look.isPending && look.data && error === null && (
        <>
          <Rows found={look.data} />
          <p className="muted" role="status">
            {plural(look.data.rows?.length ?? 0, 'row')}
            {look.data.more ? ', the first of more,' : ''} read in {duration(look.data.durationMs)}
          </p>
        </>
      )}
    </Dialog>
  );
}
