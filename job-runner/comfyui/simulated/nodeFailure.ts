/** Thrown at a progress report after an interrupt was asked for. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Thrown by a node that fails the way the real one does; `exceptionType` is the Python class. */
export class RaisedByNode extends Error {
  override readonly name = 'RaisedByNode';
  readonly exceptionType: string;

  constructor(exceptionType: string, message: string) {
    super(message);
    this.exceptionType = exceptionType;
  }
}

/** What PyTorch raises when a model does not fit. */
export function outOfMemory(wantedBytes: number, totalBytes: number): RaisedByNode {
  const gib = (bytes: number): string => (bytes / 1024 ** 3).toFixed(2);
  return new RaisedByNode(
    'torch.OutOfMemoryError',
    `Allocation on device 0 would exceed allowed memory. (out of memory)\nRequested               : ${gib(wantedBytes)} GiB\nDevice limit            : ${gib(totalBytes)} GiB\n\nThis error means you ran out of memory on your GPU.\n\nTIPS: If the workflow worked before you might have accidentally set the batch_size to a large number.`,
  );
}

/** What the safetensors reader raises on a truncated model file. */
export function badModelFile(): RaisedByNode {
  return new RaisedByNode('safetensors_rust.SafetensorError', 'Error while deserializing header: header too small');
}
