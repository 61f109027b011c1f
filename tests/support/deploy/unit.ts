/** A unit of systemd or a drop-in, as far as tests follow it by hand. */
export interface Unit {
  /** The values of a directive, in their order; an empty one takes back those before it. */
  all(directive: string): string[];
}

export function readUnit(...texts: readonly string[]): Unit {
  const lines = texts.join('\n').split('\n');
  return {
    all: (directive) => {
      const values = lines
        .filter((line) => line.startsWith(`${directive}=`))
        .map((line) => line.slice(directive.length + 1));
      return values.slice(values.lastIndexOf('') + 1);
    },
  };
}

/** What systemd would start, as a line of the shell: with the unit's user, variables and no right beside `rights`. */
export function commandOf(unit: Unit, credentials: string, rights: readonly string[] = []): string {
  const [user = ''] = unit.all('User');
  const kept = rights.map((right) => `+${right}`);
  const bounded = ['-all', ...kept].join(',');
  const variables = unit
    .all('Environment')
    .flatMap((line) => line.replaceAll('%d', credentials).split(' '));
  const files = unit.all('EnvironmentFile').map((file) => file.replace(/^-/, ''));
  return [
    `setpriv --reuid=${user} --regid=${user} --clear-groups --no-new-privs`,
    `--inh-caps=${bounded} --ambient-caps=${bounded} --bounding-set=${bounded}`,
    // As systemd reads the files: a line a variable, and nothing in it is run; one named with "-" need not be there.
    `env $(cat ${files.join(' ')} 2>/dev/null | grep -v '^#')`,
    ...variables,
    ...unit.all('ExecStart'),
  ].join(' ');
}
