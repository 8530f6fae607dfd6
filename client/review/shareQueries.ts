import { type ShareLink, shareLinkSchema } from '@studio/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { request } from '../app/api.ts';
import { copyText } from '../ui/copyText.ts';
import { notifyRefusal } from '../ui/notify.ts';

/** What a new link opens. */
export interface NewShareLink {
  readonly label: string;
  readonly subjects: readonly string[];
  readonly mayComment: boolean;
  readonly expiresInDays?: number;
}

const pathOf = (projectId: string) => `/projects/${projectId}/share-links`;

/** The links of a project. */
export function useShareLinks(projectId: string) {
  return useQuery({
    queryKey: ['share-links', projectId],
    queryFn: () => request(z.array(shareLinkSchema), pathOf(projectId)),
  });
}

/** Makes a link; `onMade` gets it. */
export function useMakeShareLink(projectId: string, onMade: (link: ShareLink) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewShareLink) => request(shareLinkSchema, pathOf(projectId), { method: 'POST', body }),
    onSuccess: async (answer) => {
      if (!answer.ok) return;
      onMade(answer.value);
      await queries.invalidateQueries({ queryKey: ['share-links', projectId] });
    },
  });
}

/** Ends a link: whoever has it open is shown out at once. */
export function useRevokeShareLink(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (linkId: string) => request(z.unknown(), `${pathOf(projectId)}/${linkId}`, { method: 'DELETE' }),
    onSuccess: async (answer) => {
      notifyRefusal(answer);
      await queries.invalidateQueries({ queryKey: ['share-links', projectId] });
    },
  });
}

/** Puts a link on the clipboard, and says when the browser does not allow it. */
export function copyLink(url: string): Promise<void> {
  return copyText(
    url,
    'The link is copied. Send it to whoever should see these Takes.',
    'The browser did not let the link be copied. Select it and copy it by hand.',
  );
}
