// npm run backup -- <file>: copies the embedded database and vapid.key into one file, while the server runs.
import { command, loadOperation, passphrase, whereNamed } from './operate.mjs';
import { giveUp } from './project.mjs';

const usage = `npm run backup -- <file> [--secret plain | --secret encrypted]

  <file>              where the backup goes; it must not be there yet
  --secret plain      with secret.key, which opens every session: for a place that only you read
  --secret encrypted  with secret.key, encrypted by the passphrase in BACKUP_PASSPHRASE (or @ and a file)

  Without secret.key everybody signs in anew after a restore on another machine.
  The settings are the server's: DATA names the folder.
`;

const [file, option, kind, ...rest] = process.argv.slice(2);
if (file === '--help' || file === '-h') {
  process.stdout.write(usage);
} else if (file === undefined || file.startsWith('-') || rest.length > 0 || !isKnown()) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  await command(async () => {
    const { backUp, readSettings } = await loadOperation();
    const made = await backUp(readSettings(process.env), whereNamed(file), await secretWish());
    const size = `${(made.bytes / 2 ** 20).toFixed(1)} MiB`;
    const holds = ['the database', ...made.files].join(', ');
    process.stdout.write(`Backed up ${holds} to ${made.file} (${size}).\n`);
    if (made.files.includes('secret.key')) return;
    process.stdout.write('secret.key is not in it: see --help.\n');
  });
}

function isKnown() {
  return option === undefined || (option === '--secret' && /^(plain|encrypted)$/.test(kind ?? ''));
}

/** @returns {Promise<import('@/lib/server/operate').SecretWish>} */
async function secretWish() {
  if (kind === undefined) return { kind: 'left out' };
  if (kind === 'plain') return { kind: 'plain' };
  const given = await passphrase();
  if (given === undefined) {
    return giveUp('Set BACKUP_PASSPHRASE to the passphrase, or to @ and a file that holds it.');
  }
  return { kind: 'sealed', passphrase: given };
}
