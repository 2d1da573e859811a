import { spawnSync } from 'node:child_process';

/** Who the server runs as: nothing means the person who starts it. */
export interface Account {
  uid?: number;
  gid?: number;
  name?: string;
}

/**
 * The account that runs Postgres, which refuses to run as root.
 *
 * An ordinary user runs it as themselves. Root hands it to `postgres`, made as a system account without login where
 * it is missing, or to `nobody` where accounts cannot be made.
 */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const known = lookUp('postgres');
  if (known) return known;
  spawnSync('groupadd', ['--system', 'postgres']);
  spawnSync('useradd', [
    '--system',
    '--gid',
    'postgres',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]);
  const made = lookUp('postgres') ?? lookUp('nobody');
  if (made) return made;
  throw new Error(
    'Postgres does not run as root, and there is no other account here to give it to. Start as an ordinary user.',
  );
}

function lookUp(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  });
  return uid !== undefined && gid !== undefined ? { uid, gid, name } : undefined;
}
