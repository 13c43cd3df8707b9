import { useMutation } from '@tanstack/react-query';
import { Link } from 'react-router';
import { asApiError } from '@/api/errors';
import { useFactory } from '@/api/factory';
import { CallText } from '@/actions/HowTo';
import { plural } from '@/format/number';
import { Button } from '@/kit/Button';
import { Dialog } from '@/kit/Dialog';
import { link } from '@/shell/links';
import { deleteResource, resourcePath, type Listed } from '../api';
import type { Kind } from '../kinds';

/** The resources that name this one. */
export function usersOf(resources: readonly Listed[], kind: string, name: string): Listed[] {
  const wanted = name.toLowerCase();
  return resources.filter((one) =>
    one.uses.some((used) => used.kind === kind && used.name.toLowerCase() === wanted),
  );
}

export function UserList({ users, onGo }: { users: readonly Listed[]; onGo: () => void }) {
  const factory = useFactory();
  return (
    <ul className="users">
      {users.slice(0, 50).map((one) => (
        <li key={`${one.kind}:${one.name}`}>
          <Link
            to={link(factory, `author/${one.kind}/${encodeURIComponent(one.name)}`)}
            onClick={onGo}
          >
            {one.name}
          </Link>{' '}
          <span className="muted">{one.kind}</span>
        </li>
      ))}
      {users.length > 50 && <li>and {plural(users.length - 50, 'other')}</li>}
    </ul>
  );
}

export function DeleteDialog({
  kind,
  name,
  users,
  onClose,
  onDeleted,
}: {
  kind: Kind;
  name: string;
  users: readonly Listed[];
  onClose: () => void;
  onDeleted: () => void;
}) {
  const factory = useFactory();
  const remove = useMutation({
    mutationFn: () => deleteResource(factory, kind, name),
    onSuccess: onDeleted,
  });
  return (
    <Dialog
      title={`Delete ${name}`}
      open
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Keep it</Button>
          <Button
            kind="danger"
            isDisabled={remove.isPending || users.length > 0}
            onPress={() => remove.mutate()}
          >
            Delete
          </Button>
        </>
      }
    >
      {users.length > 0 ? (
        <>
          <p>The {kind.one} cannot be deleted while these name it:</p>
          <UserList users={users} onGo={onClose} />
        </>
      ) : (
        <p>The {kind.one} is deleted for all. Runs that are over keep what they were.</p>
      )}
      {remove.error && (
        <p className="said-bad" role="alert">
          {asApiError(remove.error).message}
        </p>
      )}
      <CallText call={{ method: 'DELETE', path: resourcePath(factory, kind, name) }} />
    </Dialog>
  );
}
