import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '@/lib/server/context';
import { writePrivateFile } from '@/lib/server/secrets';
import { inTransaction } from '@/lib/server/store/transaction';
import { writeAccount } from './write-account';

/** What the first administrator signs in with. */
const account = 'admin';

/**
 * Makes the first operator where there is none, with a generated password in a file of mode 0600
 * beside the data. The log names the file, never the password.
 */
export async function ensureFirstAdministrator(context: Context): Promise<void> {
  const operator = await context.db
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'operator')
    .executeTakeFirst();
  if (operator !== undefined) return;
  const file = join(context.settings.data, 'first-administrator.txt');
  const password = context.random.secret();
  const passwordHash = await context.passwords.hash(password);
  // The file first: an account whose password nobody ever saw would lock everybody out.
  await writePrivateFile(file, textFor(context.settings.origin, password), 'replace');
  const written = await inTransaction(context, async (tx) => {
    const organisation = await tx
      .insertInto('organisation')
      .values({ name: context.settings.domain, created_at: context.clock.now() })
      .returning('id')
      .executeTakeFirstOrThrow();
    return writeAccount(context, tx, {
      account,
      passwordHash,
      organisation: organisation.id,
      displayName: 'Administrator',
      role: 'operator',
    });
  });
  if (written.ok) {
    context.log.info({ file }, 'the first administrator was made; its password is in the file');
    return;
  }
  await rm(file);
  throw new Error(`No operator could be made: ${written.refusal.text}`);
}

function textFor(origin: string, password: string): string {
  return [
    'The first administrator of this Ringway server.',
    '',
    `Sign in at: ${origin}/sign-in`,
    `Account:    ${account}`,
    `Password:   ${password}`,
    '',
    'Change the password in the settings after signing in, then delete this file.',
    '',
  ].join('\n');
}
