import * as z from 'zod/mini';

/** Body of `verify_user.shtml`, JSON or form-encoded (platform-api.md, section 1). */
export const signInBodySchema = z.object({
  account: z.string().check(z.trim(), z.minLength(1), z.maxLength(320)),
  pwd: z.string().check(z.minLength(1), z.maxLength(1024)),
  host: z.optional(z.string().check(z.maxLength(512))),
  plat_type: z.optional(z.string().check(z.maxLength(64))),
  login_url: z.optional(z.string().check(z.maxLength(2048))),
});

/** See {@link signInBodySchema}. */
export type SignInBody = z.infer<typeof signInBodySchema>;

/** `results` of a sign-in: `id` and `companyId` are integers, the rest strings (section 1). */
export const signInResultsSchema = z.object({
  id: z.int(),
  account: z.string(),
  trueName: z.string(),
  userName: z.string(),
  sipkey: z.string(),
  session_id: z.string(),
  companyId: z.int(),
});

/** See {@link signInResultsSchema}. */
export type SignInResults = z.infer<typeof signInResultsSchema>;

/** How long `session_id` is good, in seconds (section 1: three minutes). */
export const sessionIdSeconds = 180;
