import * as z from 'zod/mini';

/**
 * How a request reached the server. `address`: the client as the server counts it; `proxy`: whether a
 * proxy passed the request on, and whether its word on the client counts (TRUSTED_PROXIES).
 */
export const probeSchema = z.object({
  address: z.string(),
  proxy: z.enum(['none', 'trusted', 'untrusted']),
  /** The server's clock, ms since 1970. */
  time: z.int(),
});

/** See {@link probeSchema}. */
export type Probe = z.infer<typeof probeSchema>;

/** Whether LiveKit's webhook told of a room that the doctor opened there. */
export const liveKitProbeSchema = z.object({ heard: z.boolean() });

/** The events of `/api/probe/events`: so many, this long (ms) apart, the first at once. */
export const probeEvents = { count: 3, apart: 700 } as const;

/** What the WebSocket `/wapi/probe` sends once it is open. */
export const probeGreeting = 'ringway';
