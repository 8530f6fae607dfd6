import {
  Box,
  Clapperboard,
  Film,
  Image,
  MapPin,
  Palette,
  StickyNote,
  User,
  Video,
  Workflow,
  type LucideIcon,
} from 'lucide-react';

const ICONS: { readonly [type: string]: LucideIcon } = {
  shot: Film,
  'generate.image': Image,
  'generate.video': Video,
  'asset.character': User,
  'asset.style': Palette,
  'asset.location': MapPin,
  pipeline: Workflow,
  assembler: Clapperboard,
  note: StickyNote,
};

/** The icon of a node type; a plain box for one of a later version. */
export function nodeIcon(type: string): LucideIcon {
  return ICONS[type] ?? Box;
}
