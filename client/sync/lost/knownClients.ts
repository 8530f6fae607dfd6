import type { Awareness } from 'y-protocols/awareness';

/** Who writes from where: the clients of a document that were seen since it was opened, those who left included. */
export class KnownClients {
  readonly #people = new Map<number, { readonly id: string; readonly name: string }>();
  readonly #awareness: Awareness;
  readonly #myId: string;

  constructor(awareness: Awareness, myId: string) {
    this.#awareness = awareness;
    this.#myId = myId;
    awareness.on('change', this.#look);
    this.#look();
  }

  /** True for another window or device of mine. */
  readonly isMine = (client: number): boolean => this.#people.get(client)?.id === this.#myId;

  /** The name of whoever writes from there; undefined for somebody who was never here at the same time. */
  readonly nameOf = (client: number): string | undefined => this.#people.get(client)?.name;

  /** Stops looking. */
  dispose(): void {
    this.#awareness.off('change', this.#look);
  }

  readonly #look = (): void => {
    for (const [client, state] of this.#awareness.getStates()) {
      const user: unknown = state['user'];
      if (this.#people.has(client) || typeof user !== 'object' || user === null) continue;
      if (!('id' in user && 'name' in user)) continue;
      const { id, name } = user;
      if (typeof id === 'string' && typeof name === 'string') this.#people.set(client, { id, name: name.slice(0, 80) });
    }
  };
}
