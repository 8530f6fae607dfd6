import { ellipse, fillPolygon, type Point } from '../canvas.ts';
import { seededRandom } from '../noise.ts';
import type { Placement } from './placement.ts';

const LEVELS = 5;

/** Paints a bare-armed tree with tufts of leaves, grown branch by branch from the seed. */
export function paintTree({ canvas, scene, foot, size, tone }: Placement): void {
  const random = seededRandom(scene.seed + 61);
  const paintTuft = (at: Point): void => {
    for (let leaf = 0; leaf < 4; leaf += 1) {
      const spot: Point = [at[0] + (random() - 0.5) * size * 0.11, at[1] + (random() - 0.5) * size * 0.07];
      const radius = size * (0.012 + random() * 0.022);
      fillPolygon(canvas, ellipse(spot, radius, radius * 0.7, 9), tone, tone, 0.85);
    }
  };
  const grow = (from: Point, angle: number, length: number, girth: number, level: number): void => {
    const to: Point = [from[0] + Math.cos(angle) * length, from[1] + Math.sin(angle) * length];
    const across: Point = [-Math.sin(angle) * girth, Math.cos(angle) * girth];
    fillPolygon(canvas, branch(from, to, across), tone);
    if (level >= LEVELS) return paintTuft(to);
    const arms = level === 0 ? 3 : 2 + (random() < 0.35 ? 1 : 0);
    for (let arm = 0; arm < arms; arm += 1) {
      const turn = (arm / (arms - 1) - 0.5) * (0.9 + random() * 0.5) + (random() - 0.5) * 0.35;
      grow(to, angle + turn, length * (0.64 + random() * 0.16), girth * 0.6, level + 1);
    }
  };
  grow(foot, -Math.PI / 2 + (random() - 0.5) * 0.16, size * 0.27, size * 0.026, 0);
}

function branch(from: Point, to: Point, [x, y]: Point): Point[] {
  return [
    [from[0] + x, from[1] + y],
    [to[0] + x * 0.62, to[1] + y * 0.62],
    [to[0] - x * 0.62, to[1] - y * 0.62],
    [from[0] - x, from[1] - y],
  ];
}
