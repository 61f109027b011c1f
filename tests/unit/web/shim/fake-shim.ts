import { toShimSchema, type FromShim, type ToShim } from '@/lib/platform/shim-bridge';

/** A message of the shim, before it is put into its envelope. */
export type FakeMessage = FromShim extends infer Message
  ? Message extends FromShim
    ? Omit<Message, 'ringway'>
    : never
  : never;

/** A web view's side of the bridge: it hears what the page posts, and speaks as the shim does. */
export function fakeShim() {
  const heard: ToShim[] = [];
  const page: {
    readonly webkit: unknown;
    ringwayShim?: { readonly receive: (text: unknown) => void };
  } = {
    webkit: {
      messageHandlers: {
        ringway: {
          // What is not of the contract is a fault of the page.
          postMessage: (text: string) => heard.push(toShimSchema.parse(JSON.parse(text))),
        },
      },
    },
  };
  return {
    page,
    heard,
    of: <Kind extends ToShim['kind']>(kind: Kind) =>
      heard.filter((message): message is Extract<ToShim, { kind: Kind }> => message.kind === kind),
    say: (message: FakeMessage) =>
      page.ringwayShim?.receive(JSON.stringify({ ringway: 1, ...message })),
    sayRaw: (text: unknown) => page.ringwayShim?.receive(text),
  };
}
