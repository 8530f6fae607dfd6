import { addGlow, type Canvas, type Colour, colour, cover, dim, fillPolygon, mixColour, type Point } from './canvas.ts';
import { paintCity } from './city.ts';
import type { Scene } from './describeScene.ts';
import { paintForest } from './forest.ts';
import { paintInterior } from './interior.ts';
import { fractal2, seededRandom } from './noise.ts';
import { paintPortrait } from './portrait.ts';
import { paintSky } from './sky.ts';
import { paintSubject } from './subjects/paintSubject.ts';
import { aerial, crestOf, paintDune, paintRidge, paintSnowCaps, type Ridge } from './terrain.ts';
import { paintWater } from './water.ts';

type Stage = () => void;

/** The stages of painting a scene, far to near; the caller may let other work run between them. */
export function stagesOf(canvas: Canvas, scene: Scene): Stage[] {
  const sky: Stage = () => paintSky(canvas, scene);
  const standing =
    (y: number, size: number): Stage =>
    () =>
      paintSubject(canvas, scene, [scene.subjectX * canvas.aspect, y], size * scene.subjectScale);
  switch (scene.place) {
    case 'portrait':
      return [() => paintPortrait(canvas, scene)];
    case 'interior':
      return [() => paintInterior(canvas, scene), ...(scene.subject === 'figure' ? [standing(0.9, 0.52)] : [])];
    case 'forest':
      return [() => paintForest(canvas, scene), standing(0.82, scene.subject === 'figure' ? 0.26 : 0.16)];
    case 'city':
      return [
        sky,
        () => paintCity(canvas, scene),
        ...(scene.subject === 'figure' ? [() => backLight(canvas, scene), standing(0.965, 0.36)] : []),
      ];
    case 'desert':
      return [sky, ...dunes(canvas, scene)];
    case 'sea':
      return [sky, ...coast(canvas, scene)];
    case 'lake':
      return [
        sky,
        ...range(canvas, scene, scene.horizon),
        () => paintWater(canvas, scene, scene.horizon, 0.12),
        ...shore(canvas, scene),
      ];
    default:
      return [sky, ...range(canvas, scene, scene.horizon + 0.16), ...foreground(canvas, scene)];
  }
}

/** A pool of lamplight that sets a dark figure off from a dark street. */
function backLight(canvas: Canvas, scene: Scene): void {
  addGlow(canvas, [scene.subjectX * canvas.aspect, 0.74], 0.42, scene.palette.lamp, scene.time === 'day' ? 0 : 0.3);
}

function range(canvas: Canvas, scene: Scene, foot: number): Stage[] {
  const isGentle = scene.place === 'field';
  const layers = isGentle ? 3 : 5;
  return Array.from({ length: layers }, (_, layer) => () => {
    const depth = (layer + 0.5) / (layers + 1.2);
    const isPeak = !isGentle && layer < 3;
    const ridge: Ridge = {
      base: isPeak ? scene.horizon - 0.04 + layer * 0.035 : foot - 0.12 + layer * 0.035,
      amplitude: isGentle ? 0.1 : isPeak ? 0.42 - layer * 0.1 : 0.16,
      frequency: isGentle ? 1.6 : isPeak ? 0.9 + layer * 0.5 : 2.2,
      depth: depth * 0.85,
      form: isPeak ? 'peaks' : 'rolling',
      trees: !isPeak && !isGentle ? 0.022 + layer * 0.008 : 0,
      seed: scene.seed + layer * 101,
    };
    paintRidge(canvas, scene, ridge, aerial(scene, ridge.depth));
    if (isPeak && (scene.place === 'snow' || layer < 2)) paintSnowCaps(canvas, scene, ridge);
  });
}

function foreground(canvas: Canvas, scene: Scene): Stage[] {
  const isSnow = scene.place === 'snow';
  const isField = scene.place === 'field';
  const seed = scene.seed + 907;
  const ground: Ridge = { base: 0.93, amplitude: 0.12, frequency: 0.8, depth: 0.9, form: 'rolling', trees: 0, seed };
  const grass = mixColour(
    scene.palette.near,
    colour(scene.time === 'day' ? '#b9963e' : '#8a7a3c'),
    scene.time === 'night' ? 0.06 : 0.6,
  );
  const white = mixColour(scene.palette.skyMiddle, [0.78, 0.83, 0.9], scene.time === 'night' ? 0.06 : 0.5);
  const body: Colour = isSnow ? white : isField ? grass : scene.palette.near;
  const x = scene.subjectX * canvas.aspect;
  const stages: Stage[] = [];
  if (!isField && !isSnow)
    stages.push(() =>
      paintRidge(
        canvas,
        scene,
        { ...ground, base: 0.9, trees: 0.1, frequency: 1.1, seed: seed + 5, depth: 0.8 },
        aerial(scene, 0.86),
      ),
    );
  if (isField || isSnow) {
    stages.push(() => {
      const lit = mixColour(body, scene.palette.sun, 0.22);
      paintDune(canvas, scene, { ...ground, base: 0.86, amplitude: 0.1, depth: 0.75, seed: seed + 3 }, lit, body);
      paintDune(
        canvas,
        scene,
        { ...ground, base: 0.99, amplitude: 0.14 },
        mixColour(body, scene.palette.sun, 0.12),
        mixColour(body, scene.palette.near, 0.5),
      );
    });
  } else stages.push(() => paintRidge(canvas, scene, ground, scene.palette.near));
  stages.push(() =>
    paintSubject(
      canvas,
      scene,
      [x, crestOf(ground, x) + 0.012],
      (scene.subject === 'tree' ? 0.26 : 0.17) * scene.subjectScale,
    ),
  );
  return stages;
}

function dunes(canvas: Canvas, scene: Scene): Stage[] {
  const sand = scene.time === 'night' ? colour('#39424f') : mixColour(colour('#c98f55'), scene.palette.sun, 0.25);
  const dusk = mixColour(mixColour(colour('#5d3a2b'), scene.palette.skyTop, 0.35), scene.palette.near, 0.15);
  const shade = scene.time === 'night' ? colour('#10161f') : dusk;
  const layers = 5;
  const ridgeAt = (layer: number): Ridge => {
    const depth = (layer + 1) / layers;
    return {
      base: scene.horizon + 0.02 + depth ** 1.6 * 0.42,
      amplitude: 0.05 + depth * 0.16,
      frequency: 1.5 - depth * 0.9,
      depth,
      form: 'dunes',
      trees: 0,
      seed: scene.seed + layer * 71,
    };
  };
  const near = ridgeAt(3);
  const x = scene.subjectX * canvas.aspect;
  const stages = Array.from(
    { length: layers },
    (_, layer): Stage =>
      () => {
        paintDune(
          canvas,
          scene,
          ridgeAt(layer),
          mixColour(sand, scene.palette.near, scene.time === 'day' ? 0 : 0.1),
          shade,
        );
        if (layer === 3) paintSubject(canvas, scene, [x, crestOf(near, x) + 0.006], 0.13 * scene.subjectScale);
      },
  );
  return stages;
}

function coast(canvas: Canvas, scene: Scene): Stage[] {
  const x = scene.subjectX * canvas.aspect;
  const roughness = scene.storm ? 1 : 0.3 + (scene.rain > 0 ? 0.25 : 0);
  const headland: Ridge = {
    base: scene.horizon + 0.004,
    amplitude: 0.09,
    frequency: 1.3,
    depth: 0.22,
    form: 'rolling',
    trees: 0,
    seed: scene.seed + 17,
  };
  const far: Stage = () => {
    if (!scene.storm) paintRidge(canvas, scene, { ...headland, base: scene.horizon - 0.012 }, aerial(scene, 0.16));
  };
  const water: Stage = () => paintWater(canvas, scene, scene.horizon, roughness);
  if (scene.subject === 'ship')
    return [far, water, () => paintSubject(canvas, scene, [x, scene.horizon + 0.11], 0.2 * scene.subjectScale)];
  return [far, water, () => paintRocks(canvas, scene, x), ...standOnRocks(canvas, scene, x)];
}

function rockTop(scene: Scene, x: number): number {
  return scene.horizon + (scene.subject === 'lighthouse' ? 0.02 : 0.2) + Math.sin(x * 3 + scene.seed) * 0.008;
}

/** A rocky point that rises towards where the subject stands. */
function paintRocks(canvas: Canvas, scene: Scene, x: number): void {
  const random = seededRandom(scene.seed + 19);
  const top = rockTop(scene, x);
  const edge = x > canvas.aspect / 2 ? canvas.aspect + 0.1 : -0.1;
  for (let layer = 0; layer < 4; layer += 1) {
    const near = layer / 3;
    const tip = x + (x > canvas.aspect / 2 ? -1 : 1) * (0.2 + near * 0.3);
    const points: Point[] = [[edge, 1.1]];
    const steps = 26;
    for (let step = 0; step <= steps; step += 1) {
      const along = step / steps;
      const at = edge + (tip - edge) * along;
      const shoulder = Math.abs(at - x) < 0.1 ? 0 : Math.min(0.16, (Math.abs(at - x) - 0.1) * 0.5);
      const fall = along > 0.82 ? (along - 0.82) * 1.5 : 0;
      points.push([at, top + near * 0.11 + shoulder * (0.5 + near) + fall + (random() - 0.5) * 0.028]);
    }
    points.push([tip + (tip > edge ? 0.04 : -0.04), 1.1]);
    const tone = mixColour(
      mixColour(scene.palette.near, scene.palette.haze, 0.16 * (1 - near)),
      scene.palette.skyLow,
      0.05 * (1 - near),
    );
    const lower = mixColour(scene.palette.near, scene.palette.water, 0.2);
    fillRocks(canvas, points, tone, lower, scene);
  }
}

function standOnRocks(canvas: Canvas, scene: Scene, x: number): Stage[] {
  const size = { lighthouse: 0.2, figure: 0.2, house: 0.2, tree: 0.2, ship: 0, none: 0 }[scene.subject];
  const main: Stage = () => paintSubject(canvas, scene, [x, rockTop(scene, x) + 0.012], size * scene.subjectScale);
  if (!scene.hasCompanion) return [main];
  const beside = x + (x > canvas.aspect / 2 ? -0.135 : 0.135);
  const companion: Scene = { ...scene, subject: 'figure' };
  return [
    main,
    () => paintSubject(canvas, companion, [beside, rockTop(scene, beside) + 0.052], 0.085 * scene.subjectScale),
  ];
}

function shore(canvas: Canvas, scene: Scene): Stage[] {
  const x = scene.subjectX * canvas.aspect;
  const bank: Ridge = {
    base: 0.99,
    amplitude: 0.13,
    frequency: 1.2,
    depth: 0.95,
    form: 'rolling',
    trees: 0,
    seed: scene.seed + 23,
  };
  const size = scene.subject === 'ship' ? 0.12 : 0.22;
  const foot: Point = scene.subject === 'ship' ? [x, scene.horizon + 0.1] : [x, crestOf(bank, x) + 0.01];
  const stand: Stage = () => paintSubject(canvas, scene, foot, size * scene.subjectScale);
  const land: Stage = () => paintRidge(canvas, { ...scene, mist: 0 }, bank, scene.palette.near);
  return scene.subject === 'ship' ? [stand, land] : [land, stand];
}

function fillRocks(canvas: Canvas, points: readonly Point[], top: Colour, bottom: Colour, scene: Scene): void {
  const { width, height } = canvas;
  const mask: Canvas = { ...canvas, light: new Float32Array(canvas.light.length) };
  fillPolygon(mask, points, [1, 1, 1]);
  for (let index = 0; index < width * height; index += 1) {
    const amount = mask.light[index * 3] ?? 0;
    if (amount <= 0) continue;
    const [x, y] = [(index % width) / height, Math.floor(index / width) / height];
    const face = crag(x, y, scene.seed) - crag(x - 0.008, y + 0.008, scene.seed);
    const lit = Math.min(1, Math.max(0, 0.25 + face * (scene.sunX > 0.5 ? -2.2 : 2.2)));
    const tone = mixColour(top, bottom, Math.min(1, Math.max(0, (y - scene.horizon) / 0.4)));
    cover(canvas, index, mixColour(dim(tone, 0.6), mixColour(tone, scene.palette.skyLow, 0.22), lit), amount);
  }
}

function crag(x: number, y: number, seed: number): number {
  return 1 - Math.abs(fractal2(x * 9 + y * 3, y * 14 - x * 4, seed + 27, 4) * 2 - 1);
}
