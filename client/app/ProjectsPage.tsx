/** The studio's projects. */
export function ProjectsPage() {
  return null;
}
