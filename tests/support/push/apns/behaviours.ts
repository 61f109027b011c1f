import type { ApnsAnswer } from './checks';

/** What the service does with pushes instead of answering at once as they deserve. */
export type Behaviour =
  /** Answers later, in ms. */
  | { readonly kind: 'delay'; readonly ms: number }
  | ({ readonly kind: 'answer' } & ApnsAnswer)
  /** Answers only when the behaviour ends; where it never does, never. */
  | { readonly kind: 'hold' }
  /** The connection breaks off. */
  | { readonly kind: 'cut' }
  /**
   * GOAWAY with streams in flight; `unread`: the push that met it was not looked at (it must not be the
   * first of its connection), else it is answered before the connection ends.
   */
  | { readonly kind: 'goaway'; readonly unread: boolean; readonly code?: number };

/** Which pushes a behaviour is for: those of a token, so many of them; all where nothing is said. */
export interface BehaviourScope {
  readonly token?: string;
  readonly times?: number;
}

interface Wish {
  readonly behaviour: Behaviour;
  readonly token: string | undefined;
  left: number;
}

/** The behaviours that were wished for, the newest first. */
export class Behaviours {
  #wishes: Wish[] = [];

  /** @returns what ends the behaviour */
  add(behaviour: Behaviour, { token, times = Infinity }: BehaviourScope): () => void {
    const wish = { behaviour, token, left: times };
    this.#wishes = [wish, ...this.#wishes];
    return () => {
      this.#wishes = this.#wishes.filter((other) => other !== wish);
    };
  }

  take(token: string): Behaviour | undefined {
    const wish = this.#wishes.find(
      (one) => one.left > 0 && (one.token === undefined || one.token === token),
    );
    if (wish) wish.left -= 1;
    return wish?.behaviour;
  }
}
