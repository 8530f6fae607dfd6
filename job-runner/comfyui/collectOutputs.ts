import { extname } from 'node:path';
import type { ComfyClient } from './comfyClient.ts';
import type { PromptOutputs, WorkerFile } from './jobState.ts';
import type { RunFailure } from './runFailure.ts';

/** A fetched result file. */
export interface Output {
  readonly nodeId: string;
  readonly fileName: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

interface FileKind {
  readonly mime: string;
  /** Where the bytes that tell the kind start, and what they are. */
  readonly at: number;
  readonly magic: string;
}

const KINDS: Readonly<Record<string, FileKind>> = {
  '.png': { mime: 'image/png', at: 0, magic: '\x89PNG\r\n\x1a\n' },
  '.jpg': { mime: 'image/jpeg', at: 0, magic: '\xff\xd8\xff' },
  '.jpeg': { mime: 'image/jpeg', at: 0, magic: '\xff\xd8\xff' },
  '.webp': { mime: 'image/webp', at: 8, magic: 'WEBP' },
  '.mp4': { mime: 'video/mp4', at: 4, magic: 'ftyp' },
  '.webm': { mime: 'video/webm', at: 0, magic: '\x1aE\xdf\xa3' },
};

/** Fetches the files of the wanted nodes; a node without a file, an empty body or one of another type is a failure. */
export async function collectOutputs(
  client: ComfyClient,
  outputs: PromptOutputs,
  wantedNodeIds: readonly string[],
): Promise<{ ok: true; value: readonly Output[] } | { ok: false; failure: RunFailure }> {
  const collected: Output[] = [];
  for (const nodeId of wantedNodeIds) {
    const files = (outputs[nodeId] ?? []).filter((file) => file.type !== 'temp');
    if (files.length === 0) {
      const message = `The run finished but node ${nodeId} made no file. Run it again; if it stays so, check the pipeline.`;
      return { ok: false, failure: { reason: 'missing-output', message, nodeId } };
    }
    for (const file of files) {
      const output = await collectFile(client, nodeId, file);
      if (!output.ok) return output;
      collected.push(output.value);
    }
  }
  return { ok: true, value: collected };
}

async function collectFile(
  client: ComfyClient,
  nodeId: string,
  file: WorkerFile,
): Promise<{ ok: true; value: Output } | { ok: false; failure: RunFailure }> {
  const fetched = await client.fetchFile(file);
  if (!fetched.ok) {
    const reason = fetched.failure.reason === 'absent' ? 'missing-output' : 'worker-lost';
    return { ok: false, failure: { reason, message: fetched.failure.message, nodeId } };
  }
  const { bytes, mime } = fetched.value;
  const kind = KINDS[extname(file.filename).toLowerCase()];
  const problem = problemOf(kind, mime, bytes);
  if (problem !== undefined) {
    return {
      ok: false,
      failure: { reason: 'bad-output', message: `${file.filename} from the worker ${problem}.`, nodeId },
    };
  }
  return { ok: true, value: { nodeId, fileName: file.filename, mime: kind?.mime ?? mime, bytes } };
}

function problemOf(kind: FileKind | undefined, mime: string, bytes: Uint8Array): string | undefined {
  if (bytes.byteLength === 0) return 'is empty';
  if (!kind) return 'is of a kind that the studio does not take';
  const head = String.fromCharCode(...bytes.subarray(kind.at, kind.at + kind.magic.length));
  return head === kind.magic ? undefined : `should be ${kind.mime} but is ${mime || 'something else'}`;
}
