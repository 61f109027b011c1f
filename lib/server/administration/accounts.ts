import type { AccountEntry, ChangeAccountBody, CreateAccountBody } from '@/lib/platform/admin';
import { searchName } from '@/lib/server/accounts/search-name';
import { isFree } from '@/lib/server/accounts/short-numbers';
import { writeAccount } from '@/lib/server/accounts/write-account';
import type { BrowserAuthority } from '@/lib/server/authority';
import { inStep, type Step } from '@/lib/server/calls/step';
import type { Context, Tx } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { inTransaction, isUniqueViolation } from '@/lib/server/store/transaction';
import { accountEntry, selectAccountEntries, type AccountEntryRow } from './account-entries';
import { changeable, operatorsAlone } from './changeable-account';
import { closeAccount } from './close-account';
import { covers, scopeOf } from './scope';

/** Makes an account; its person sets the password by an invitation link. */
export async function createAccount(
  context: Context,
  authority: BrowserAuthority,
  body: CreateAccountBody,
): Promise<Outcome<AccountEntry>> {
  const scope = scopeOf(authority);
  if (!scope.ok) return scope;
  const organisation = body.companyId ?? authority.account.organisation;
  if (!covers(scope.value, organisation)) {
    return refused('forbidden', 'Only operators may make accounts of another organisation.');
  }
  const role = body.role ?? 'member';
  if (role === 'operator' && authority.account.role !== 'operator') return operatorsAlone;
  return oneOfTwins(() =>
    inTransaction(context, async (tx) => {
      if (!(await organisationExists(tx, organisation))) {
        return refused('not_found', 'There is no such organisation.');
      }
      const written = await writeAccount(context, tx, {
        organisation,
        role,
        account: body.account,
        displayName: body.display_name,
        passwordHash: null,
        sipkey: body.sipkey,
      });
      if (!written.ok) return written;
      return done(accountEntry(await entryRow(tx, written.value)));
    }),
  );
}

/** Changes an account; disabling it ends everything of it at once, open meetings included (platform-api.md, section 2). */
export async function changeAccount(
  context: Context,
  authority: BrowserAuthority,
  id: number,
  change: ChangeAccountBody,
): Promise<Outcome<AccountEntry>> {
  return oneOfTwins(() =>
    inStep(context, async (step) => {
      const { tx } = step;
      const found = await changeable(tx, authority, id);
      if (!found.ok) return found;
      const refusal = await refusalOf(tx, authority, found.value, change);
      if (refusal) return refusal;
      await writeChange(step, found.value, change);
      return done(accountEntry(await entryRow(tx, id)));
    }),
  );
}

/** Deletes an account with all that belongs to it, its open calls and meetings included. */
export async function deleteAccount(
  context: Context,
  authority: BrowserAuthority,
  id: number,
): Promise<Outcome<null>> {
  return inStep(context, async (step) => {
    const { tx } = step;
    const found = await changeable(tx, authority, id);
    if (!found.ok) return found;
    if (id === authority.account.id) {
      return refused('bad_request', 'You cannot delete the account that you are signed in with.');
    }
    await closeAccount(step, id);
    await tx.deleteFrom('account').where('id', '=', id).execute();
    return done(null);
  });
}

async function refusalOf(
  tx: Tx,
  authority: BrowserAuthority,
  row: AccountEntryRow,
  { role, disabled, sipkey }: ChangeAccountBody,
): Promise<Outcome<never> | undefined> {
  if (role === 'operator' && authority.account.role !== 'operator') return operatorsAlone;
  const isOwn = row.id === authority.account.id;
  if (isOwn && (disabled === true || (role !== undefined && role !== row.role))) {
    return refused('bad_request', 'You cannot disable yourself or change your own role.');
  }
  if (sipkey !== undefined && sipkey !== row.sipkey && !(await isFree(tx, sipkey))) {
    return refused('bad_request', `The short number ${sipkey} is taken. Choose another one.`);
  }
  return undefined;
}

async function writeChange(
  step: Step,
  row: AccountEntryRow,
  { display_name, sipkey, role, disabled }: ChangeAccountBody,
): Promise<void> {
  const name = display_name ?? row.display_name;
  const isDisabled = disabled ?? row.disabled_at !== null;
  await step.tx
    .updateTable('account')
    .set({
      display_name: name,
      search_name: searchName(name),
      role: role ?? row.role,
      disabled_at: isDisabled ? (row.disabled_at ?? step.now) : null,
    })
    .where('id', '=', row.id)
    .execute();
  if (sipkey !== undefined) {
    await step.tx.updateTable('address').set({ sipkey }).where('account_id', '=', row.id).execute();
  }
  if (isDisabled && row.disabled_at === null) await closeAccount(step, row.id);
}

async function organisationExists(tx: Tx, id: number): Promise<boolean> {
  const row = await tx
    .selectFrom('organisation')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

function entryRow(tx: Tx, id: number): Promise<AccountEntryRow> {
  return selectAccountEntries(tx, { organisation: null })
    .where('account.id', '=', id)
    .executeTakeFirstOrThrow();
}

/** Two administrators at once choose the same name or number: the constraint decides, words tell. */
async function oneOfTwins<Value>(work: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return refused('bad_request', 'This name or short number was taken just now. Choose another.');
  }
}
