import type { ColumnType, Generated } from 'kysely';

type Json<Value> = ColumnType<Value, string, string>;

/** Projects, who may enter them, and the media they hold. */
export interface ProjectTables {
  /** `title` to `changed_at` follow the project's document, which decides. */
  projects: {
    id: string;
    title: string;
    logline: Generated<string>;
    poster: string | null;
    shot_count: Generated<number>;
    changed_at: Date;
    is_archived: Generated<boolean>;
    is_sample: Generated<boolean>;
    created_at: Date;
  };
  project_members: {
    project_id: string;
    person_id: string;
    role: string;
    added_at: Date;
  };
  share_links: {
    id: string;
    project_id: string;
    label: string;
    subjects: Json<readonly string[]>;
    may_comment: boolean;
    token_hash: string;
    created_by: string | null;
    created_at: Date;
    expires_at: Date | null;
    revoked_at: Date | null;
  };
  guests: {
    id: string;
    link_id: string;
    name: string;
    color: string;
    pass_hash: string;
    entered_at: Date;
  };
  /** Which blobs a project holds: who may enter the project may read them. */
  project_blobs: {
    project_id: string;
    sha256: string;
    mime: string;
    bytes: number;
    added_at: Date;
  };
  /** Which blobs a share link shows: its guests may read these and no others. */
  shared_blobs: {
    link_id: string;
    sha256: string;
  };
  /** The last heartbeat of each job-runner, as it was sent. */
  runner_status: {
    id: string;
    status: Json<unknown>;
    seen_at: Date;
  };
}
