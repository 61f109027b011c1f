import * as z from 'zod/mini';
import { languageSchema, mySessionSchema } from '@/lib/platform/own';

/** Who is signed in, as the server last said. */
export const sessionPiece = { key: 'session', schema: mySessionSchema };

/** What the lists last showed: react-query's own form, as text, of one account (its id). */
export const listsPiece = {
  key: 'lists',
  schema: z.object({ account: z.int(), written: z.number(), text: z.string() }),
};

/**
 * The web push subscription that the server knows: of which device, for which application server key, in
 * which language. The worker renews it by this when no page is open.
 */
export const pushPiece = {
  key: 'push',
  schema: z.object({
    device: z.string(),
    vapidKey: z.string(),
    endpoint: z.string(),
    language: languageSchema,
  }),
};

/** What {@link pushPiece} keeps. */
export type PushFacts = z.infer<typeof pushPiece.schema>;

/** The keys of encrypted meetings, by address: they came in links, and no server has them. */
export const meetingKeysPiece = { key: 'meeting-keys', schema: z.record(z.string(), z.string()) };

/** What {@link meetingKeysPiece} keeps. */
export type MeetingKeys = Readonly<z.infer<typeof meetingKeysPiece.schema>>;

/** Missed calls that nobody has seen yet, for the sign on the app's icon. */
export const missedPiece = { key: 'missed', schema: z.int() };

/** The language in which the pages were last shown, for browsers whose worker cannot read cookies. */
export const languagePiece = { key: 'language', schema: languageSchema };
