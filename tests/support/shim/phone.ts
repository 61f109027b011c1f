import { randomBytes } from 'node:crypto';
import { send } from './requests';
import { startShim, type ShimProcess } from './process';
import { SystemScreen } from './system-screen';
import type { ShimEffect, ShimEvent, ShimRequest } from './wire';

/** What shows web pages on the phone. */
export interface WebViews {
  /** Loads an address in the app's web view; false where that fails. */
  open(url: string): Promise<boolean>;
  /** `window.ringwayShim.receive(message)` there. */
  tell(message: string): Promise<void>;
  /** Opens the phone's browser. */
  browse(url: string): Promise<void>;
  /** The app ended: its page is gone. */
  close(): Promise<void>;
}

/** What a phone is like. */
export interface PhoneWishes {
  readonly origin: string;
  /** PEM: what its requests trust. */
  readonly authority: string;
  readonly handOff?: 'webView' | 'browser';
}

/**
 * An iPhone with the app, as far as the app can tell: the real core decides (`shim-cli`), and what it decides is
 * carried out, in its order, with real requests and real pages. What happens is told to it one after the other.
 */
export class Phone {
  readonly screen = new SystemScreen();
  readonly log: string[] = [];
  /** Its VoIP token, 32 bytes. */
  readonly token = randomBytes(32);
  /** No request gets through. */
  offline = false;
  /** Whether the person has unlocked it since its start. */
  unlocked = true;
  showsUnreachable = false;
  readonly #wishes: PhoneWishes;
  #views: WebViews | undefined;
  #app: ShimProcess | undefined;
  #memory: string | undefined;
  #active = false;
  #pushes = 0;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(wishes: PhoneWishes) {
    this.#wishes = wishes;
  }

  show(views: WebViews): void {
    this.#views = views;
  }

  get views(): WebViews {
    if (!this.#views) throw new Error('The phone has no web view.');
    return this.#views;
  }

  /** A VoIP push: starts the app where it does not run. */
  async push(payload: unknown): Promise<void> {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    this.#launch(false);
    this.#pushes += 1;
    await this.happens({
      pushArrived: {
        push: `push ${this.#pushes}`,
        payload: Buffer.from(text).toString('base64'),
        mustReport: true,
      },
    });
  }

  /** Its person opens the app, unlocking the phone where it is locked. */
  async openApp(): Promise<void> {
    this.#launch(false);
    await this.#unlock();
  }

  /** Answers the call that rings; the phone unlocks, and the app comes to the front. */
  async answer(options: { readonly unlock: boolean } = { unlock: true }): Promise<void> {
    const call = this.#ringing();
    call.answered = true;
    await this.happens({ answerTapped: { call: call.call } });
    if (options.unlock) await this.#unlock();
  }

  /** Unlocks the phone with the app in front. */
  unlock(): Promise<void> {
    return this.#unlock();
  }

  async decline(): Promise<void> {
    const call = this.#ringing();
    call.end = { reason: 'declined', listed: true };
    await this.happens({ endTapped: { call: call.call } });
  }

  /** Taps a call in the phone's list. */
  async callBack(handle: string, video: boolean): Promise<void> {
    this.#launch(false);
    await this.happens({ callBackAsked: { handle, video } });
    await this.#unlock();
  }

  async lock(): Promise<void> {
    this.#active = false;
    await this.happens({ resignedActive: {} });
  }

  /** The system ends the app: its calls are gone, its page too. */
  async killApp(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    this.#active = false;
    clearTimeout(this.#timer);
    await app?.kill();
    await this.views.close();
    for (const { call } of this.screen.ringing()) this.screen.end(call, 'killed', false);
  }

  async stop(): Promise<void> {
    if (this.#app) await this.killApp();
  }

  /** Tells the app what happens, after all that happened before. */
  happens(event: ShimEvent): Promise<void> {
    const app = this.#app;
    const told = this.#turn.then(async () => {
      if (app === undefined || app !== this.#app) return;
      for (const effect of await app.take(event, Date.now())) this.#carryOut(effect);
    });
    // What one of them throws is for whoever told it, not for the next one.
    this.#turn = told.catch(() => undefined);
    return told;
  }

  #launch(active: boolean): void {
    if (this.#app) return;
    const { origin, handOff = 'webView' } = this.#wishes;
    this.#app = startShim(origin, handOff);
    const memory = this.#memory === undefined ? {} : { memory: this.#memory };
    const launch = { ...memory, region: 'DE', protectedDataAvailable: this.unlocked, active };
    void this.happens({ launched: { _0: launch } });
    void this.happens({ tokenChanged: { token: this.token.toString('base64') } });
  }

  async #unlock(): Promise<void> {
    if (!this.unlocked) {
      this.unlocked = true;
      await this.happens({ protectedDataBecameAvailable: {} });
    }
    if (this.#active) return;
    this.#active = true;
    await this.happens({ becameActive: {} });
  }

  #ringing() {
    const [call] = this.screen.ringing();
    if (!call) throw new Error('The phone does not ring.');
    return call;
  }

  #carryOut(effect: ShimEffect): void {
    const { screen } = this;
    if (effect.reportIncoming) {
      const report = effect.reportIncoming._0;
      screen.report(report);
      void this.happens({ reported: { call: report.call } });
    }
    if (effect.completePush) screen.completedPushes.push(effect.completePush.push);
    if (effect.endCall) {
      const { call, reason, listed } = effect.endCall;
      screen.end(call, reason, listed);
      void this.happens({ callEnded: { call } });
    }
    if (effect.request) void this.#send(effect.request._0);
    if (effect.openPage) void this.#open(effect.openPage.url);
    if (effect.showUnreachable) this.showsUnreachable = true;
    if (effect.openBrowser) void this.views.browse(effect.openBrowser.url);
    if (effect.tellPage) void this.views.tell(effect.tellPage.message);
    if (effect.setBadge) screen.badge = effect.setBadge.count;
    if (effect.remember) this.#memory = effect.remember.memory;
    if (effect.donate) screen.donated.push(effect.donate._0);
    if (effect.wake) this.#wake(effect.wake.at);
    if (effect.log) this.log.push(effect.log._0.text);
  }

  #wake(at: number | undefined): void {
    clearTimeout(this.#timer);
    if (at === undefined) return;
    this.#timer = setTimeout(() => void this.happens({ timePassed: {} }), at - Date.now());
  }

  async #open(url: string): Promise<void> {
    this.showsUnreachable = false;
    if (!(await this.views.open(url))) await this.happens({ pageFailed: {} });
  }

  async #send(request: ShimRequest): Promise<void> {
    const answer = this.offline ? null : await send(request, this.#wishes.authority);
    await this.happens(
      answer === null
        ? { requestFailed: { request: request.id } }
        : { responded: { request: request.id, ...answer } },
    );
  }
}
