import type * as z from 'zod/mini';
import type { organisationSchema } from '@/lib/platform/admin';
import type { BrowserAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { scopeOf } from './scope';

/** An organisation (`companyId`). */
export type Organisation = z.infer<typeof organisationSchema>;

/** The organisations that whoever asks administers. */
export async function listOrganisations(
  context: Context,
  authority: BrowserAuthority,
): Promise<Outcome<Organisation[]>> {
  const scope = scopeOf(authority);
  if (!scope.ok) return scope;
  const { organisation } = scope.value;
  const rows = await context.db
    .selectFrom('organisation')
    .select(['id', 'name'])
    .$if(organisation !== null, (query) => query.where('id', '=', organisation ?? 0))
    .orderBy('name')
    .orderBy('id')
    .execute();
  return done(rows);
}

/** Makes an organisation; operators alone. */
export async function createOrganisation(
  context: Context,
  authority: BrowserAuthority,
  { name }: { readonly name: string },
): Promise<Outcome<Organisation>> {
  if (authority.account.role !== 'operator') {
    return refused('forbidden', 'Only operators may make organisations.');
  }
  const row = await context.db
    .insertInto('organisation')
    .values({ name, created_at: context.clock.now() })
    .returning(['id', 'name'])
    .executeTakeFirstOrThrow();
  return done(row);
}
