import { useStore } from '@xyflow/react';
import { memo, type ComponentType } from 'react';
import { FarNode } from './FarNode.tsx';
import { isSameFace, type FaceProps } from './faceProps.ts';

/** Below this zoom a face is drawn from afar: thousands may be in sight. */
const FAR_ZOOM = 0.42;

/** A face that is drawn plainly from afar. It is drawn again only where the zoom crosses that line. */
export function withDistance(Near: ComponentType<FaceProps>) {
  return memo(function FaceAtDistance(props: FaceProps) {
    const isFar = useStore((state) => state.transform[2] < FAR_ZOOM);
    return isFar ? <FarNode {...props} /> : <Near {...props} />;
  }, isSameFace);
}
