import * as z from 'zod/mini';
import { deviceTypes } from './device-types';

/**
 * Body of both registration calls, JSON or form (platform-api.md, section 2). `{}` from a browser means
 * that the live event stream is the device; `account` may name the account where the path does not.
 */
export const registrationBodySchema = z.object({
  device_id: z.optional(z.string().check(z.minLength(1), z.maxLength(700))),
  device_type: z.optional(z.enum(deviceTypes)),
  account: z.optional(z.string().check(z.maxLength(320))),
  name: z.optional(z.string().check(z.maxLength(80))),
});

/** See {@link registrationBodySchema}. */
export type RegistrationBody = z.infer<typeof registrationBodySchema>;

/** Result of a registration: the token, its seconds as a string, and Ringway's id of the device. */
export const registrationResultSchema = z.object({
  token: z.string(),
  expires: z.string(),
  device: z.string(),
});

/** See {@link registrationResultSchema}. */
export type RegistrationResult = z.infer<typeof registrationResultSchema>;

/** Body of `refresh_session` of a registration; the token may stand in header `token` instead. */
export const refreshRegistrationBodySchema = z.object({ token: z.optional(z.string()) });

/** Within how many seconds a session must be refreshed (section 2, `expires`). */
export const sessionExpiresSeconds = 120;

/** After how many days without a new registration a device's registration ends (section 2). */
export const registrationDays = 60;
