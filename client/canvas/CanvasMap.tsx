import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { useEffect, useMemo, useRef, type PointerEvent, type WheelEvent } from 'react';
import { useSettings } from '../settings/settings.ts';
import type { FlowNode } from './canvasBinding.ts';
import { kindColor } from './kindColor.ts';
import { frameOf, type MapFrame, onCanvas, onMap } from './mapFrame.ts';

const SIZE = { width: 168, height: 112 };
/** Nodes in flight move on the map a few times a second: often enough to see, rarely enough to cost nothing. */
const REDRAW_MS = 120;

/**
 * The whole graph, small, with what is in sight; drag or press to go there, wheel to zoom. It is painted, not built of
 * elements: one for each of thousands of nodes would cost more than the canvas itself.
 */
export function CanvasMap({ nodes }: { readonly nodes: readonly FlowNode[] }) {
  const frame = useMemo(() => frameOf(nodes.map(boxOf), SIZE), [nodes]);
  const painting = usePainting(nodes, frame);
  const { setCenter, getZoom, zoomTo } = useReactFlow();
  if (!frame) return null;
  const goThere = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    const { left, top } = currentTarget.getBoundingClientRect();
    const { x, y } = onCanvas(frame, { x: clientX - left, y: clientY - top });
    void setCenter(x, y, { zoom: getZoom() });
  };
  return (
    <Panel position="bottom-right" className="canvas-map">
      <div
        role="img"
        aria-label="Map of the canvas"
        className="relative overflow-hidden"
        style={SIZE}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          goThere(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) goThere(event);
        }}
        onWheel={(event: WheelEvent) => void zoomTo(getZoom() * 2 ** (-event.deltaY / 400))}
      >
        <canvas ref={painting} className="absolute inset-0" style={SIZE} />
        <InSight frame={frame} />
      </div>
    </Panel>
  );
}

function boxOf({ position, width = 0, height = 0 }: FlowNode) {
  return { ...position, width, height };
}

/** Dims what is out of sight. */
function InSight({ frame }: { readonly frame: MapFrame }) {
  const sight = useStore(({ transform: [x, y, zoom], width, height }) =>
    JSON.stringify(onMap(frame, { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom })),
  );
  const { x, y, width, height } = JSON.parse(sight) as ReturnType<typeof onMap>;
  return <div className="canvas-map-sight" style={{ transform: `translate(${x}px, ${y}px)`, width, height }} />;
}

/** Paints the nodes, at most every moment; returns where. */
function usePainting(nodes: readonly FlowNode[], frame: MapFrame | undefined) {
  const painting = useRef<HTMLCanvasElement>(null);
  const paintedAt = useRef(0);
  const theme = useSettings((settings) => settings.theme);
  useEffect(() => {
    const wait = Math.max(0, paintedAt.current + REDRAW_MS - performance.now());
    const timer = setTimeout(() => {
      paintedAt.current = performance.now();
      if (painting.current && frame) paint(painting.current, nodes, frame);
    }, wait);
    return () => clearTimeout(timer);
    // The colours are those of the theme.
  }, [nodes, frame, theme]);
  return painting;
}

function paint(canvas: HTMLCanvasElement, nodes: readonly FlowNode[], frame: MapFrame): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const density = window.devicePixelRatio;
  canvas.width = SIZE.width * density;
  canvas.height = SIZE.height * density;
  context.scale(density, density);
  const style = getComputedStyle(canvas);
  const colorOf = (value: string) => style.getPropertyValue(value.slice('var('.length, -1));
  const [plain, shot] = [colorOf(kindColor(undefined)), colorOf(kindColor('shot'))];
  // One colour after the other: changing it for each node is what takes time.
  for (const isShot of [false, true]) {
    context.fillStyle = isShot ? shot : plain;
    for (const node of nodes) {
      if ((node.data.nodeType === 'shot') !== isShot) continue;
      const { x, y, width, height } = onMap(frame, boxOf(node));
      context.fillRect(x, y, width, height);
    }
  }
}
