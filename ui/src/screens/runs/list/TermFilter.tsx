import { ListFilter, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { Filters } from '@/filters/filters';
import { Button } from '@/kit/Button';
import { lengthOf, type TermField } from './terms';

const isLength = (name: string) => name === 'took' || name === 'under';

function TermForm({
  fields,
  filters,
  close,
}: {
  fields: readonly TermField[];
  filters: Filters;
  close: () => void;
}) {
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(fields.map(({ name }) => [name, filters.text(name)])),
  );
  const wrong = fields.find(({ name }) => {
    const text = texts[name]?.trim() ?? '';
    return isLength(name) && text !== '' && lengthOf(text) === null;
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong) return;
    filters.set(Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text.trim()])));
    close();
  };
  return (
    <form className="term-form" onSubmit={submit}>
      {fields.map((field, i) => (
        <label key={field.name} className={`field ${isLength(field.name) ? 'half' : ''}`}>
          <span>{field.title}</span>
          <input
            className="input"
            autoFocus={i === 0}
            placeholder={field.hint}
            value={texts[field.name] ?? ''}
            aria-invalid={wrong === field}
            onChange={(event) => setTexts({ ...texts, [field.name]: event.target.value })}
          />
          {field.help && <small className="muted">{field.help}</small>}
          {wrong === field && (
            <small role="alert">A time as 90s, 5m, 2h or 1d: this is none.</small>
          )}
        </label>
      ))}
      <Button kind="primary" type="submit" isDisabled={wrong !== undefined}>
        Find
      </Button>
    </form>
  );
}

/** Filters that are typed, each with a chip once it is asked for. */
export function TermFilter({
  fields,
  filters,
}: {
  fields: readonly TermField[];
  filters: Filters;
}) {
  const [open, setOpen] = useState(false);
  const asked = fields.filter(({ name }) => filters.text(name) !== '');
  return (
    <>
      <DialogTrigger isOpen={open} onOpenChange={setOpen}>
        <AriaButton className={`button ${asked.length > 0 ? 'filter-on' : ''}`}>
          <ListFilter size={14} aria-hidden="true" /> More filters
        </AriaButton>
        <Popover className="popover" offset={4} placement="bottom start">
          <Dialog className="filter-dialog" aria-label="More filters">
            <TermForm fields={fields} filters={filters} close={() => setOpen(false)} />
          </Dialog>
        </Popover>
      </DialogTrigger>
      {asked.map(({ name, title }) => (
        <span key={name} className="chip">
          <span className="chip-text">
            {title.toLowerCase()} <b>{filters.text(name)}</b>
          </span>
          <button
            type="button"
            aria-label={`Any: ${title.toLowerCase()}`}
            onClick={() => filters.set({ [name]: '' })}
          >
            <X size={12} />
          </button>
        </span>
      ))}
    </>
  );
}
