import { uploadSchema, UPLOAD_LIMITS } from '@studio/shared/api';
import { setNodeField } from '@studio/shared/document';
import { mediaField, type GraphNode } from '@studio/shared/graph';
import { ImagePlus, Trash2 } from 'lucide-react';
import { useRef, useState, type DragEvent, type RefObject } from 'react';
import { request } from '../../app/api.ts';
import { useProjectSession } from '../../sync/useProject.tsx';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/classNames.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { mediaUrl } from '../../ui/mediaSource.ts';
import { notify, notifyRefusal } from '../../ui/notify.ts';

export interface ReferenceFieldProps {
  readonly node: GraphNode;
  readonly name: string;
  readonly label: string;
}

/** A picture that is dropped or chosen; the server checks it and keeps it by its hash. */
export function ReferenceField({ node, name, label }: ReferenceFieldProps) {
  const { doc, canEdit } = useProjectSession();
  const picker = useRef<HTMLInputElement>(null);
  const choose = () => picker.current?.click();
  const [isOver, setOver] = useState(false);
  const { isBusy, upload } = useUpload(node.id, name);
  const sha256 = mediaField(node, name);
  const dropTarget = {
    onDragOver(event: DragEvent): void {
      event.preventDefault();
      setOver(canEdit);
    },
    onDragLeave: () => setOver(false),
    onDrop(event: DragEvent): void {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer.files[0];
      if (file && canEdit) void upload(file);
    },
  };
  return (
    <div className="flex flex-col gap-1">
      <span className="text-12 text-ink-2">{label}</span>
      <div
        {...dropTarget}
        className={classNames(
          'relative flex aspect-video items-center justify-center overflow-hidden rounded border bg-picture',
          sha256 === undefined && 'border-dashed border-line-strong',
          isOver && 'border-ink',
        )}
      >
        {sha256 === undefined ? (
          <div className="flex flex-col items-center gap-2 text-12 text-ink-3">
            Drop an image here
            <Button size="small" icon={ImagePlus} isBusy={isBusy} disabled={!canEdit} onClick={choose}>
              Choose image
            </Button>
          </div>
        ) : (
          <img src={mediaUrl(sha256)} alt={label} className="size-full object-contain" />
        )}
      </div>
      {sha256 !== undefined && canEdit && (
        <div className="flex justify-between">
          <Button size="small" icon={ImagePlus} isBusy={isBusy} onClick={choose}>
            Replace
          </Button>
          <IconButton
            icon={Trash2}
            size="small"
            label="Remove the reference image"
            onClick={() => notifyRefusal(setNodeField(doc, node.id, name, null))}
          />
        </div>
      )}
      <FilePicker picker={picker} label={label} onFile={(file) => void upload(file)} />
    </div>
  );
}

interface FilePickerProps {
  readonly picker: RefObject<HTMLInputElement | null>;
  readonly label: string;
  readonly onFile: (file: File) => void;
}

/** The browser's own picker behind our buttons. */
function FilePicker({ picker, label, onFile }: FilePickerProps) {
  return (
    <input
      ref={picker}
      type="file"
      accept="image/png,image/jpeg,image/webp"
      aria-label={label}
      className="sr-only"
      tabIndex={-1}
      onChange={(event) => {
        const file = event.target.files?.[0];
        event.target.value = '';
        if (file) onFile(file);
      }}
    />
  );
}

function useUpload(nodeId: string, name: string) {
  const { doc, projectId } = useProjectSession();
  const [isBusy, setBusy] = useState(false);
  async function upload(file: File): Promise<void> {
    if (file.size > UPLOAD_LIMITS.imageBytes) {
      const most = Math.round(UPLOAD_LIMITS.imageBytes / 2 ** 20);
      notify({
        tone: 'error',
        message: `“${file.name}” has ${Math.ceil(file.size / 2 ** 20)} MB; an image has at most ${most}. Make it smaller.`,
      });
      return;
    }
    setBusy(true);
    const body = new FormData();
    body.set('file', file);
    const answer = await request(uploadSchema, `/projects/${projectId}/uploads`, { method: 'POST', body });
    setBusy(false);
    if (!notifyRefusal(answer) || !answer.ok) return;
    const { sha256, mime, bytes, width, height } = answer.value;
    notifyRefusal(setNodeField(doc, nodeId, name, { sha256, mime, bytes, width, height }));
  }
  return { isBusy, upload };
}
