import { type Canvas, mixColour, type Point } from '../canvas.ts';
import type { Scene } from '../describeScene.ts';
import { paintFigure } from './paintFigure.ts';
import { paintHouse } from './paintHouse.ts';
import { paintLighthouse } from './paintLighthouse.ts';
import { paintShip } from './paintShip.ts';
import { paintTree } from './paintTree.ts';

/** Paints the scene's subject standing at a point; `size` is a person's height there, in picture heights. */
export function paintSubject(canvas: Canvas, scene: Scene, foot: Point, size: number): void {
  const tone = mixColour(scene.palette.near, scene.palette.haze, 0.05);
  const placement = { canvas, scene, foot, tone };
  switch (scene.subject) {
    case 'lighthouse':
      return paintLighthouse({ ...placement, size: size * 2.3 });
    case 'figure':
      return paintFigure({ ...placement, size });
    case 'ship':
      return paintShip({ ...placement, size: size * 0.62 });
    case 'tree':
      return paintTree({ ...placement, size: size * 2 });
    case 'house':
      return paintHouse({ ...placement, size: size * 0.7 });
    case 'none':
      return;
  }
}
