import { projectCopySchema } from '@studio/shared/api';
import { isId } from '@studio/shared/document';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { request } from '../app/api.ts';
import { PROJECTS_KEY } from '../app/projectsKey.ts';
import { useServerReach } from '../app/remembered.ts';
import { TitleDialog } from '../app/TitleDialog.tsx';
import { Button } from '../ui/Button.tsx';
import { notify, notifyRefusal } from '../ui/notify.ts';
import { type FileContent, readProjectFile } from './projectFile.ts';
import { copyInWords } from './useAsideActs.ts';

/** Why no project can be made just now. */
export const NEEDS_SERVER = 'Making a project needs the server. Try again when you are back online.';

/** Makes a new project from a file that was downloaded here. */
export function ProjectFromFile() {
  const input = useRef<HTMLInputElement>(null);
  const [content, setContent] = useState<FileContent>();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const isReachable = useServerReach((state) => state.isReachable);
  async function read(file: File | undefined): Promise<void> {
    if (!file) return;
    const found = readProjectFile(await file.text());
    if (notifyRefusal(found) && found.ok) setContent(found.value);
  }
  async function make(title: string, { manifest, projectId }: FileContent) {
    const body = { title, manifest, ...(isId(projectId) && { fromProjectId: projectId }) };
    const made = await request(projectCopySchema, '/projects/copies', { method: 'POST', body });
    if (!made.ok) return made;
    await queries.invalidateQueries({ queryKey: PROJECTS_KEY });
    notify({ tone: 'info', message: copyInWords(made.value) });
    await navigate({ to: '/p/$projectId', params: { projectId: made.value.project.id } });
    return made;
  }
  return (
    <>
      <Button
        icon={FileUp}
        aria-label="New project from a file"
        disabled={!isReachable}
        title={isReachable ? undefined : NEEDS_SERVER}
        onClick={() => input.current?.click()}
      >
        <span className="max-wide:hidden">From a file</span>
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="Project file"
        className="hidden"
        onChange={(event) => {
          void read(event.currentTarget.files?.[0]);
          // The same file can be chosen again.
          event.currentTarget.value = '';
        }}
      />
      {content && (
        <TitleDialog
          heading="New project from a file"
          act="Create project"
          title={content.title}
          onClose={() => setContent(undefined)}
          onSubmit={(title) => make(title, content)}
        />
      )}
    </>
  );
}
