import {
  addGlow,
  type Canvas,
  type Colour,
  cover,
  dim,
  ellipse,
  fillPolygon,
  mixColour,
  type Point,
  shine,
} from './canvas.ts';
import type { Scene } from './describeScene.ts';
import { fractal1, mix, seededRandom, smoothstep } from './noise.ts';
import { smoothCurve } from './portrait.ts';

/** Paints the subject standing at a point, `size` picture heights tall. */
export function paintSubject(canvas: Canvas, scene: Scene, foot: Point, size: number): void {
  const tone = mixColour(scene.palette.near, scene.palette.haze, 0.05);
  switch (scene.subject) {
    case 'lighthouse':
      return paintLighthouse(canvas, scene, foot, size * 2.3, tone);
    case 'figure':
      return paintFigure(canvas, scene, foot, size, tone);
    case 'ship':
      return paintShip(canvas, scene, foot, size, tone);
    case 'tree':
      return paintTree(canvas, scene, foot, size * 2, tone);
    case 'house':
      return paintHouse(canvas, scene, foot, size, tone);
    case 'none':
      return;
  }
}

function placed(foot: Point, size: number, points: readonly Point[], mirror = 1): Point[] {
  return points.map(([x, y]): Point => [foot[0] + x * size * mirror, foot[1] - y * size]);
}

function paintLighthouse(canvas: Canvas, scene: Scene, foot: Point, size: number, tone: Colour): void {
  const lantern: Point = [foot[0], foot[1] - size * 0.9];
  const isLit = scene.time !== 'day' || scene.storm || scene.mist > 0.6;
  if (isLit) paintBeam(canvas, scene, lantern);
  const lit = mixColour(tone, scene.palette.skyLow, 0.35);
  const [light, shade] = scene.sunX * canvas.aspect > foot[0] ? [0.045, -0.075] : [-0.045, 0.075];
  const tower: Point[] = [
    [-0.085, 0],
    [-0.055, 0.78],
    [0.055, 0.78],
    [0.085, 0],
  ];
  fillPolygon(canvas, placed(foot, size, tower), mixColour(tone, lit, 0.4), tone);
  fillPolygon(
    canvas,
    placed(foot, size, [
      [light * 1.6, 0],
      [light, 0.78],
      [light * 0.4, 0.78],
      [light * 0.8, 0],
    ]),
    lit,
    mixColour(tone, lit, 0.35),
    0.7,
  );
  for (const from of [0.18, 0.46]) {
    const half = (y: number): number => mix(0.085, 0.055, y / 0.78) * 1.005;
    const band: Point[] = [
      [-half(from), from],
      [-half(from + 0.14), from + 0.14],
      [half(from + 0.14), from + 0.14],
      [half(from), from],
    ];
    fillPolygon(canvas, placed(foot, size, band), dim(tone, 0.5), dim(tone, 0.5), 0.65);
  }
  fillPolygon(
    canvas,
    placed(foot, size, [
      [shade, 0],
      [shade * 0.66, 0.78],
      [shade * 0.3, 0.78],
      [shade * 0.4, 0],
    ]),
    tone,
    tone,
    0.5,
  );
  fillPolygon(
    canvas,
    placed(foot, size, [
      [-0.078, 0.78],
      [-0.078, 0.81],
      [0.078, 0.81],
      [0.078, 0.78],
    ]),
    tone,
  );
  const glass: Point[] = [
    [-0.042, 0.81],
    [-0.042, 0.91],
    [0.042, 0.91],
    [0.042, 0.81],
  ];
  fillPolygon(canvas, placed(foot, size, glass), isLit ? [1.6, 1.25, 0.8] : mixColour(tone, scene.palette.skyLow, 0.5));
  for (const x of [-0.042, -0.014, 0.014, 0.042]) {
    fillPolygon(
      canvas,
      placed(foot, size, [
        [x - 0.003, 0.81],
        [x - 0.003, 0.91],
        [x + 0.003, 0.91],
        [x + 0.003, 0.81],
      ]),
      tone,
    );
  }
  fillPolygon(
    canvas,
    placed(foot, size, [
      [-0.058, 0.91],
      [-0.03, 0.955],
      [0, 0.975],
      [0.03, 0.955],
      [0.058, 0.91],
    ]),
    tone,
  );
  fillPolygon(
    canvas,
    placed(foot, size, [
      [-0.003, 0.97],
      [0, 1.03],
      [0.003, 0.97],
    ]),
    tone,
  );
  if (isLit) addGlow(canvas, lantern, 0.2, scene.palette.lamp, 0.55);
}

function paintBeam(canvas: Canvas, scene: Scene, [lampX, lampY]: Point): void {
  const { width, height } = canvas;
  const random = seededRandom(scene.seed + 91);
  const aim = (lampX > canvas.aspect / 2 ? Math.PI : 0) + (random() - 0.5) * 0.24;
  const strength = (0.22 + scene.mist * 0.22) * (scene.time === 'night' || scene.storm ? 1.2 : 0.45);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const dx = column / height - lampX;
      const dy = row / height - lampY;
      const distance = Math.hypot(dx, dy);
      let turn = Math.atan2(dy, dx) - aim;
      turn = Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn)));
      const back = Math.PI - turn;
      const beam = smoothstep(0.085, 0.0, turn) + smoothstep(0.085, 0.0, back) * 0.35;
      if (beam > 0)
        shine(canvas, row * width + column, scene.palette.lamp, beam * strength * Math.exp(-distance * 0.9));
    }
  }
}

// A standing person in a long coat, seen from behind, one unit tall.
const PERSON: readonly Point[] = [
  [-0.075, 0],
  [-0.085, 0.2],
  [-0.13, 0.3],
  [-0.135, 0.48],
  [-0.15, 0.62],
  [-0.145, 0.74],
  [-0.105, 0.815],
  [-0.04, 0.85],
  [0.04, 0.85],
  [0.105, 0.815],
  [0.145, 0.74],
  [0.15, 0.6],
  [0.13, 0.46],
  [0.135, 0.3],
  [0.085, 0.2],
  [0.08, 0],
  [0.018, 0],
  [0.012, 0.2],
  [-0.01, 0.2],
  [-0.016, 0],
];

function paintFigure(canvas: Canvas, scene: Scene, foot: Point, size: number, tone: Colour): void {
  const dark = dim(tone, 0.8);
  fillPolygon(canvas, placed(foot, size, smoothCurve(PERSON)), dark, dim(dark, 0.8));
  fillPolygon(canvas, ellipse([foot[0], foot[1] - size * 0.925], size * 0.058, size * 0.075), dark);
  fillPolygon(canvas, ellipse([foot[0], foot[1] - size * 0.965], size * 0.064, size * 0.05), dark);
  const side = scene.sunX * canvas.aspect > foot[0] ? 1 : -1;
  const rim: Point[] = [
    [0.118, 0.34],
    [0.14, 0.6],
    [0.136, 0.73],
    [0.1, 0.805],
    [0.092, 0.798],
    [0.124, 0.72],
    [0.126, 0.6],
    [0.11, 0.34],
  ];
  fillPolygon(canvas, placed(foot, size, rim, side), scene.palette.skyLow, scene.palette.skyLow, 0.4);
  const shadow: Point[] = [
    [-0.09, 0.01],
    [0.09, 0.01],
    [0.05 - side * 0.7, -0.16],
    [-0.12 - side * 0.7, -0.16],
  ];
  if (scene.place !== 'city') fillPolygon(canvas, placed(foot, size, shadow), dark, dark, 0.22);
}

function paintShip(canvas: Canvas, scene: Scene, foot: Point, size: number, tone: Colour): void {
  const side = scene.sunX > scene.subjectX ? 1 : -1;
  const hull: Point[] = [
    [-0.95, 0.22],
    [-0.86, 0],
    [0.72, 0],
    [1.05, 0.3],
    [0.5, 0.2],
    [-0.3, 0.17],
  ];
  const draw = (points: readonly Point[], top: Colour, bottom: Colour = top): void =>
    fillPolygon(canvas, placed(foot, size * 0.62, points, side), top, bottom);
  draw(
    [
      [-0.62, 0.2],
      [-0.62, 0.52],
      [-0.28, 0.52],
      [-0.22, 0.2],
    ],
    mixColour(tone, scene.palette.haze, 0.16),
    tone,
  );
  draw(
    [
      [-0.66, 0.52],
      [-0.66, 0.55],
      [-0.22, 0.55],
      [-0.24, 0.52],
    ],
    tone,
  );
  for (const x of [-0.55, -0.43, -0.34])
    draw(
      [
        [x, 0.39],
        [x, 0.47],
        [x + 0.07, 0.47],
        [x + 0.07, 0.39],
      ],
      scene.time === 'day' ? scene.palette.skyLow : dim(scene.palette.lamp, 1.3),
    );
  draw(
    [
      [0.18, 0.18],
      [0.195, 1.25],
      [0.21, 0.18],
    ],
    tone,
  );
  draw(
    [
      [-0.42, 0.55],
      [-0.412, 1.0],
      [-0.404, 0.55],
    ],
    tone,
  );
  draw(
    [
      [0.195, 1.2],
      [0.198, 1.22],
      [1.0, 0.3],
      [0.995, 0.29],
    ],
    tone,
  );
  draw(
    [
      [0.195, 1.2],
      [0.192, 1.22],
      [-0.42, 1.0],
      [-0.42, 0.98],
    ],
    tone,
  );
  draw(
    [
      [0.2, 0.62],
      [0.2, 0.65],
      [-0.2, 0.85],
      [-0.2, 0.82],
    ],
    tone,
  );
  draw(hull, mixColour(tone, scene.palette.haze, 0.1), dim(tone, 0.7));
  const mast: Point = [foot[0] + 0.195 * size * 0.62 * side, foot[1] - 1.22 * size * 0.62];
  if (scene.time !== 'day') addGlow(canvas, mast, 0.03, scene.palette.lamp, 1);
  const row = Math.round(foot[1] * canvas.height);
  const half = Math.round(size * 0.5 * canvas.height);
  for (let down = 0; down < half && row + down < canvas.height; down += 1) {
    for (let along = -half; along < half; along += 1) {
      const column = Math.round(foot[0] * canvas.height) + along;
      if (column < 0 || column >= canvas.width) continue;
      const broken = fractal1(down * 0.35, scene.seed, 2);
      cover(
        canvas,
        (row + down) * canvas.width + column,
        dim(tone, 0.8),
        smoothstep(1, 0.55, Math.abs(along) / half) * (1 - down / half) * broken * 0.7,
      );
    }
  }
}

function paintTree(canvas: Canvas, scene: Scene, foot: Point, size: number, tone: Colour): void {
  const random = seededRandom(scene.seed + 61);
  const grow = (from: Point, angle: number, length: number, girth: number, level: number): void => {
    const to: Point = [from[0] + Math.cos(angle) * length, from[1] + Math.sin(angle) * length];
    const [nx, ny] = [-Math.sin(angle) * girth, Math.cos(angle) * girth];
    fillPolygon(
      canvas,
      [
        [from[0] + nx, from[1] + ny],
        [to[0] + nx * 0.6, to[1] + ny * 0.6],
        [to[0] - nx * 0.6, to[1] - ny * 0.6],
        [from[0] - nx, from[1] - ny],
      ],
      tone,
    );
    if (level >= 4) {
      for (let leaf = 0; leaf < 3; leaf += 1) {
        const at: Point = [to[0] + (random() - 0.5) * size * 0.1, to[1] + (random() - 0.5) * size * 0.07];
        fillPolygon(
          canvas,
          ellipse(at, size * (0.02 + random() * 0.03), size * (0.014 + random() * 0.02), 9),
          tone,
          tone,
          0.85,
        );
      }
      return;
    }
    const arms = level === 0 ? 3 : 2 + (random() < 0.4 ? 1 : 0);
    for (let arm = 0; arm < arms; arm += 1) {
      const turn = (arm / Math.max(1, arms - 1) - 0.5) * (0.9 + random() * 0.5) + (random() - 0.5) * 0.3;
      grow(to, angle + turn, length * (0.66 + random() * 0.16), girth * 0.58, level + 1);
    }
  };
  grow(foot, -Math.PI / 2 + (random() - 0.5) * 0.15, size * 0.3, size * 0.028, 0);
}

function paintHouse(canvas: Canvas, scene: Scene, foot: Point, size: number, tone: Colour): void {
  const draw = (points: readonly Point[], top: Colour, bottom: Colour = top): void =>
    fillPolygon(canvas, placed(foot, size * 0.7, points), top, bottom);
  const wall = mixColour(tone, scene.palette.haze, 0.14);
  draw(
    [
      [-0.55, 0],
      [-0.55, 0.42],
      [0.55, 0.42],
      [0.55, 0],
    ],
    wall,
    tone,
  );
  draw(
    [
      [-0.64, 0.4],
      [-0.34, 0.8],
      [0.34, 0.8],
      [0.64, 0.4],
    ],
    mixColour(tone, scene.palette.skyLow, 0.12),
    tone,
  );
  draw(
    [
      [0.2, 0.7],
      [0.2, 0.98],
      [0.32, 0.98],
      [0.32, 0.7],
    ],
    tone,
  );
  const glow = scene.time === 'day' ? dim(scene.palette.skyMiddle, 0.5) : dim(scene.palette.lamp, 1.2);
  for (const x of [-0.38, 0.2])
    draw(
      [
        [x, 0.14],
        [x, 0.3],
        [x + 0.17, 0.3],
        [x + 0.17, 0.14],
      ],
      glow,
    );
  draw(
    [
      [-0.07, 0],
      [-0.07, 0.3],
      [0.07, 0.3],
      [0.07, 0],
    ],
    dim(tone, 0.6),
  );
  if (scene.time !== 'day') addGlow(canvas, [foot[0], foot[1] - size * 0.16], size * 0.7, scene.palette.lamp, 0.22);
}
