// 背景: two points on the picture whose distance somebody knows.

import { same } from '../geometry';
import type { Point } from '../types';
import { isStroke, type Reply, type State, type Stroke } from './tool';

const whole = ({ at }: Stroke): Point => [Math.round(at[0]), Math.round(at[1])];

export function pairing(first: Point | null = null): State {
  const self: State = {
    name: first === null ? 'waiting' : 'going',
    anchor: first,
    hear(signal): Reply {
      if (signal.kind === 'cancel') return { state: pairing() };
      const at = signal.kind === 'typed' ? signal.at : isStroke(signal) ? whole(signal) : null;
      if (at === null) return { state: self };
      const chosen = signal.kind === 'release' || signal.kind === 'typed';
      if (!chosen) return { state: self, path: first === null ? [] : [first, at] };
      if (first === null) return { state: pairing(at), path: [at] };
      return same(first, at) ? { state: self, path: [first] } : { state: pairing(), pair: [first, at], path: [first, at] };
    },
  };
  return self;
}
