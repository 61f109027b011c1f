import type { ToShim } from '@/lib/platform/shim-bridge';

// All of the bridge that an ordinary browser loads: whether there is one, and one line to speak over it.

/** Where a page speaks to the iOS shim whose web view shows it (WebKit, `WKScriptMessageHandler`). */
export interface ShimPort {
  readonly postMessage: (text: string) => void;
}

/** A message to the shim, before it is put into its envelope. */
export type ShimMessage = WithoutEnvelope<ToShim>;

type WithoutEnvelope<Message> = Message extends ToShim ? Omit<Message, 'ringway'> : never;

/** The shim that shows this page; null in an ordinary browser. */
export function shimPort(page: object = globalThis): ShimPort | null {
  const port = partOf(partOf(partOf(page, 'webkit'), 'messageHandlers'), 'ringway');
  return isPort(port) ? port : null;
}

/** Tells the shim something; in an ordinary browser nobody hears it. */
export function tellShim(message: ShimMessage, page: object = globalThis): void {
  const envelope: { readonly ringway: ToShim['ringway'] } = { ringway: 1 };
  shimPort(page)?.postMessage(JSON.stringify({ ...envelope, ...message }));
}

function partOf(whole: unknown, name: string): unknown {
  if (typeof whole !== 'object' || whole === null) return undefined;
  return Reflect.get(whole, name);
}

function isPort(port: unknown): port is ShimPort {
  return typeof partOf(port, 'postMessage') === 'function';
}
