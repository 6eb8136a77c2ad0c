// The part of the plan on screen: moving, zooming, fitting. All pure.

import { grown, type Box } from './space';

export type Direction = 'left' | 'right' | 'up' | 'down';

const CLOSEST = 600;
const STEP = 0.15;

/** Grows a box to the shape of the screen, so that nothing of it is cut off. */
export function fit(box: Box, ratio: number, margin = 0.05): Box {
  const { x, y, width, height } = grown(box, margin * Math.max(box.width, box.height, 1));
  const wide = Math.max(width, height * ratio);
  const tall = Math.max(height, width / ratio);
  return { x: x - (wide - width) / 2, y: y - (tall - height) / 2, width: wide, height: tall };
}

/** Zooms around a point that stays where it is; a factor above 1 comes nearer, until the view is `closest` wide. */
export function zoom(view: Box, factor: number, centre: { readonly x: number; readonly y: number }, whole: Box, closest = CLOSEST): Box {
  const width = Math.min(Math.max(view.width / factor, closest), Math.max(whole.width * 2, closest));
  const scale = width / view.width;
  return {
    x: centre.x - (centre.x - view.x) * scale,
    y: centre.y - (centre.y - view.y) * scale,
    width,
    height: view.height * scale,
  };
}

export function middleOf(view: Box): { readonly x: number; readonly y: number } {
  return { x: view.x + view.width / 2, y: view.y + view.height / 2 };
}

/** Keeps the middle of the screen on the plan: nobody gets lost on empty paper. */
export function kept(view: Box, whole: Box): Box {
  const { x, y } = middleOf(view);
  const [cx, cy] = [
    Math.min(Math.max(x, whole.x), whole.x + whole.width),
    Math.min(Math.max(y, whole.y), whole.y + whole.height),
  ];
  return { ...view, x: view.x + cx - x, y: view.y + cy - y };
}

export function pan(view: Box, dx: number, dy: number, whole: Box): Box {
  return kept({ ...view, x: view.x + dx, y: view.y + dy }, whole);
}

export function nudge(view: Box, direction: Direction, whole: Box): Box {
  const [dx, dy] = { left: [-STEP, 0], right: [STEP, 0], up: [0, -STEP], down: [0, STEP] }[direction] as [number, number];
  return pan(view, dx * view.width, dy * view.height, whole);
}
