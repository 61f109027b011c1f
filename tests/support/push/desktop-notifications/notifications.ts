import * as z from 'zod/mini';
import { joinBus, type BusMember } from './bus';
import { startSessionBus } from './daemon';
import type { Message } from './message';

const service = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';

/** Arguments of `Notify` (Desktop Notifications Specification 1.2), "susssasa{sv}i". */
const notifySchema = z.tuple([
  z.string(),
  z.int(),
  z.string(),
  z.string(),
  z.string(),
  z.array(z.string()),
  z.array(z.tuple([z.string(), z.unknown()])),
  z.int(),
]);

const closeSchema = z.tuple([z.int()]);

/** The urgency that asks to stay until it is dealt with. */
const critical = 2;

/** Why a notification went (the specification's `NotificationClosed`). */
const closed = { byPerson: 2, byApplication: 3 } as const;

/** A notification as the person sees it. */
export interface DesktopNotification {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  /** What may be pressed, by its words; a click on the whole is the action `default`. */
  readonly buttons: readonly string[];
  readonly stays: boolean;
}

/** The part of a desktop that shows notifications, and the person before it. */
export interface DesktopNotifications {
  /** For the environment's `DBUS_SESSION_BUS_ADDRESS`. */
  readonly busAddress: string;
  /** What is on the screen, oldest first. */
  shown(): readonly DesktopNotification[];
  /** Everything that was ever shown, a replacement as often as it came. */
  history(): readonly DesktopNotification[];
  /** Clicks a notification, which then goes. */
  click(notification: DesktopNotification): void;
  /** Presses the button with these words. */
  press(notification: DesktopNotification, words: string): void;
  stop(): Promise<void>;
}

interface Kept extends DesktopNotification {
  /** Names of actions and their words, in turns. */
  readonly actions: readonly string[];
}

/** Starts a bus of its own with a notification server on it. */
export async function startDesktopNotifications(): Promise<DesktopNotifications> {
  const bus = await startSessionBus();
  const shown = new Map<number, Kept>();
  const history: DesktopNotification[] = [];
  const member: BusMember = await joinBus(bus.socketPath, (call) => {
    switch (call.member) {
      case 'Notify': {
        const { replaces, ...told } = readNotify(call);
        const id = shown.has(replaces) ? replaces : history.length + 1;
        const notification = { id, ...told };
        shown.set(id, notification);
        history.push(notification);
        answer(call, 'u', (writer) => writer.unsigned(id));
        break;
      }
      case 'CloseNotification': {
        answer(call);
        close(closeSchema.parse(call.body)[0], closed.byApplication);
        break;
      }
      case 'GetCapabilities':
        answer(call, 'as', (writer) => writer.texts(['actions', 'body', 'persistence']));
        break;
      case 'GetServerInformation':
        answer(call, 'ssss', (writer) =>
          writer.text('tests').text('ringway').text('1').text('1.2'),
        );
        break;
      default:
        member.send({
          type: 'error',
          error: 'org.freedesktop.DBus.Error.UnknownMethod',
          destination: call.sender,
          replyTo: call.serial,
        });
    }
  });
  await member.own(service);

  function answer(call: Message, signature?: string, body?: Parameters<BusMember['send']>[1]) {
    const heading = { type: 'answer', destination: call.sender, replyTo: call.serial } as const;
    member.send({ ...heading, ...(signature && { signature }) }, body);
  }
  function signal(name: string, signature: string, body: Parameters<BusMember['send']>[1]) {
    member.send({ type: 'signal', path, interface: service, member: name, signature }, body);
  }
  function close(id: number, why: number) {
    if (!shown.delete(id)) return;
    signal('NotificationClosed', 'uu', (writer) => writer.unsigned(id).unsigned(why));
  }
  function invoke(id: number, choose: (actions: readonly string[]) => string | undefined) {
    const action = choose(shown.get(id)?.actions ?? []);
    if (action === undefined) throw new Error('That is not on the screen to be pressed.');
    signal('ActionInvoked', 'us', (writer) => writer.unsigned(id).text(action));
    close(id, closed.byPerson);
  }

  return {
    busAddress: bus.address,
    shown: () => [...shown.values()],
    history: () => history,
    click: ({ id }) => invoke(id, (actions) => actions.find((name) => name === 'default')),
    press: ({ id }, words) => invoke(id, (actions) => actions[actions.lastIndexOf(words) - 1]),
    stop: async () => {
      member.leave();
      await bus.stop();
    },
  };
}

function readNotify(call: Message) {
  const [, replaces, , title, body, actions, hints] = notifySchema.parse(call.body);
  return {
    replaces,
    title,
    body,
    actions,
    buttons: actions.filter((_, index) => index % 2 === 1 && actions[index - 1] !== 'default'),
    stays: hints.some(
      ([hint, value]) => hint === 'resident' || (hint === 'urgency' && value === critical),
    ),
  };
}
