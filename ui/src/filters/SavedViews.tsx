import { Bookmark } from 'lucide-react';
import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useNavigate } from 'react-router';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { Menu, MenuItem } from '@/kit/Menu';

export interface View {
  name: string;
  query: string;
}

const read = (key: string): View[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? (kept as View[]) : [];
  } catch {
    return [];
  }
};

/** Views of a list: those that it comes with, and those that were kept in this browser. */
export function SavedViews({
  storageKey,
  given,
  query,
}: {
  storageKey: string;
  given: readonly View[];
  query: string;
}) {
  const [kept, setKept] = useState(() => read(storageKey));
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const navigate = useNavigate();
  const keep = (views: View[]) => {
    setKept(views);
    localStorage.setItem(storageKey, JSON.stringify(views));
  };
  const act = (key: string) => {
    if (key === 'save') return setNaming(true);
    if (key.startsWith('forget:')) return keep(kept.filter((one) => one.name !== key.slice(7)));
    const view = [...given, ...kept].find((one) => one.name === key.slice(5));
    if (view) void navigate({ search: view.query });
  };
  const is = kept.find((one) => one.query === query);
  const save = () => {
    if (name.trim() === '') return;
    keep([...kept.filter((one) => one.name !== name.trim()), { name: name.trim(), query }]);
    setNaming(false);
    setName('');
  };
  return (
    <>
      <Menu
        label="Views"
        trigger={
          <Button>
            <Bookmark size={14} /> {is?.name ?? 'Views'}
          </Button>
        }
        onAction={act}
      >
        {[...given, ...kept].map((one) => (
          <MenuItem key={`view:${one.name}`} id={`view:${one.name}`} textValue={one.name}>
            {one.name}
          </MenuItem>
        ))}
        <MenuItem id="save" textValue="Keep this view">
          <span className="muted">Keep this view …</span>
        </MenuItem>
        {is ? (
          <MenuItem id={`forget:${is.name}`} textValue={`Forget ${is.name}`}>
            <span className="muted">Forget “{is.name}”</span>
          </MenuItem>
        ) : null}
      </Menu>
      <Dialog
        title="Keep this view"
        open={naming}
        onClose={() => setNaming(false)}
        footer={
          <Button kind="primary" onPress={save} isDisabled={name.trim() === ''}>
            Keep
          </Button>
        }
      >
        <TextField value={name} onChange={setName} autoFocus className="field">
          <Label>Name</Label>
          <Input className="input" onKeyDown={(event) => event.key === 'Enter' && save()} />
        </TextField>
        <p className="muted">
          Filters, sorting and columns; kept in this browser. Its address works for others.
        </p>
      </Dialog>
    </>
  );
}
