/** The collab-server does not answer, or refuses a document just now: the work is not lost, it is tried again. */
export class Unavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unavailable';
  }
}
