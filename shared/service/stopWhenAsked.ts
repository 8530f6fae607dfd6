/** As much of a process as stopping needs. */
export interface ServiceHost {
  on(event: 'disconnect' | 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  exit(code: number): void;
}

/** As much of a log as stopping needs. */
export interface ServiceLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A service that is being started; `withinMs` is how long it may take to stop. */
export interface StoppableService {
  readonly host: ServiceHost;
  readonly starting: Promise<{ stop(): Promise<void> }>;
  readonly withinMs: number;
  readonly log: ServiceLog;
}

/**
 * Stops a service once, in order, at SIGTERM, SIGINT or when its supervisor is gone, and ends the process: with 0, or
 * with 1 when a part did not end well or the time ran out. What a bug keeps open does not keep the process.
 */
export function stopWhenAsked({ host, starting, withinMs, log }: StoppableService): void {
  let isStopping = false;
  function stop(why: string): void {
    if (isStopping) return;
    isStopping = true;
    log.info({ why }, 'stopping');
    setTimeout(() => {
      log.error({ code: 'stop.late' }, 'stopping took too long');
      host.exit(1);
    }, withinMs);
    starting
      .then((service) => service.stop())
      .then(
        () => {
          log.info({}, 'stopped');
          host.exit(0);
        },
        (error: unknown) => {
          log.error({ err: error, code: 'stop.failed' }, 'stopping failed');
          host.exit(1);
        },
      );
  }
  // Not once: a second signal would end the process in the middle of its stop.
  // A supervisor that is gone, however it went, closes this channel.
  host.on('disconnect', () => stop('the supervisor is gone'));
  host.on('SIGTERM', () => stop('SIGTERM'));
  host.on('SIGINT', () => stop('SIGINT'));
}
