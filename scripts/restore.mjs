// npm run restore -- <file>: puts a backup in the place of the data, which is kept beside it.
import { command, loadOperation, passphrase, whereNamed } from './operate.mjs';

const usage = `npm run restore -- <backup file> [--without-secret]

  Stop the server first. The data that is there is kept in a folder beside it; the same command with that
  folder's name goes back to it.

  --without-secret  leaves an encrypted secret.key out; else BACKUP_PASSPHRASE opens it

  The settings are the server's: DATA names the folder.
`;

/** @type {Record<import('@/lib/server/operate').Restored['secret'], string>} */
const sessions = {
  'of the backup': 'Sessions of the time of the backup are good again.',
  'as it was': 'secret.key stays as it was: sessions of the time of the backup are good again.',
  'made at the next start':
    'There is no secret.key: the next start makes one, and everybody signs in anew.',
};

const [file, option, ...rest] = process.argv.slice(2);
const isKnown = option === undefined || option === '--without-secret';
if (file === '--help' || file === '-h') {
  process.stdout.write(usage);
} else if (file === undefined || file.startsWith('-') || rest.length > 0 || !isKnown) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  await command(async () => {
    const { restore, readSettings } = await loadOperation();
    /** @type {import('@/lib/server/operate').SecretTaking} */
    const secret =
      option === undefined
        ? { kind: 'taken', passphrase: await passphrase() }
        : { kind: 'left out' };
    const restored = await restore(readSettings(process.env), whereNamed(file), secret);
    process.stdout.write(report(restored));
  });
}

/**
 * @param {import('@/lib/server/operate').Restored} restored
 * @returns {string}
 */
function report({ madeAt, before, secret }) {
  const what =
    madeAt === null ? 'The data that was set aside is back' : `The backup of ${madeAt} is restored`;
  const back =
    before === null
      ? []
      : [`What was there before is in ${before}.`, `To go back: npm run restore -- ${before}`];
  return `${[`${what}. Start the server.`, sessions[secret], ...back].join('\n')}\n`;
}
