import { projectSchema } from '@studio/shared/api';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { request } from './api.ts';
import { PROJECTS_KEY } from './projectsKey.ts';
import { TitleDialog } from './TitleDialog.tsx';

/** Names a new project and opens it. */
export function NewProjectDialog({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (
    <TitleDialog
      heading="New project"
      act="Create project"
      title=""
      onClose={onClose}
      onSubmit={async (title) => {
        const made = await request(projectSchema, '/projects', { method: 'POST', body: { title } });
        if (!made.ok) return made;
        await queries.invalidateQueries({ queryKey: PROJECTS_KEY });
        await navigate({ to: '/p/$projectId', params: { projectId: made.value.id } });
        return made;
      }}
    />
  );
}
