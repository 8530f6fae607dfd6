import { PanelRightClose, PanelRightOpen, X } from 'lucide-react';
import { changeSettings, useSettings } from '../../settings/settings.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ResizeHandle } from '../../ui/ResizeHandle.tsx';
import { usePhone } from '../../ui/usePhone.ts';
import { useCanvas, useSelection } from '../canvasContext.ts';
import { Inspector } from './Inspector.tsx';

/** Where the inspector stands: at the right, or as a sheet at the bottom of a phone. */
export function InspectorPlace() {
  const isPhone = usePhone();
  return isPhone ? <InspectorSheet /> : <InspectorColumn />;
}

function InspectorColumn() {
  const isOpen = useSettings((settings) => settings.isInspectorOpen);
  const width = useSettings((settings) => settings.inspectorWidth);
  if (!isOpen) {
    return (
      <div className="flex w-10 shrink-0 justify-center border-l bg-surface-1 pt-1">
        <IconButton
          icon={PanelRightOpen}
          label="Open the inspector"
          side="left"
          onClick={() => changeSettings({ isInspectorOpen: true })}
        />
      </div>
    );
  }
  return (
    <div className="relative shrink-0 border-l" style={{ width }}>
      <ResizeHandle
        label="Width of the inspector"
        edge="left"
        size={width}
        min={256}
        max={560}
        onResize={(inspectorWidth) => changeSettings({ inspectorWidth })}
      />
      <Inspector
        actions={
          <IconButton
            icon={PanelRightClose}
            size="small"
            label="Close the inspector"
            onClick={() => changeSettings({ isInspectorOpen: false })}
          />
        }
      />
    </div>
  );
}

/** On a phone it rises when a node is tapped and goes when the selection does. */
function InspectorSheet() {
  const selection = useSelection();
  const { nodes } = useCanvas();
  if (selection.length === 0) return null;
  return (
    <div className="fixed inset-x-0 bottom-[calc(56px+env(safe-area-inset-bottom))] z-30 h-[56dvh] animate-[rise_160ms_cubic-bezier(0.2,0,0,1)] border-t bg-surface-1 shadow-float">
      <Inspector
        actions={<IconButton icon={X} size="small" label="Close the inspector" onClick={() => nodes.select([])} />}
      />
    </div>
  );
}
