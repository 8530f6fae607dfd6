import { projectSchema, type Project } from '@studio/shared/api';
import { useQueryClient } from '@tanstack/react-query';
import { request } from './api.ts';
import { PROJECTS_KEY } from './projectsKey.ts';
import { TitleDialog } from './TitleDialog.tsx';

/** Gives a project another name. */
export function RenameProjectDialog({ project, onClose }: { readonly project: Project; readonly onClose: () => void }) {
  const queries = useQueryClient();
  return (
    <TitleDialog
      heading="Rename project"
      act="Rename"
      title={project.title}
      onClose={onClose}
      onSubmit={async (title) => {
        const answer = await request(projectSchema, `/projects/${project.id}`, { method: 'PATCH', body: { title } });
        if (answer.ok) await queries.invalidateQueries({ queryKey: PROJECTS_KEY });
        return answer;
      }}
    />
  );
}
