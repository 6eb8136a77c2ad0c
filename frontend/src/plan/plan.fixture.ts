// A small floor for the tests: a room with a desk in it, somebody who watches and a camera.

import { planOf, type Plan } from './plan';

export const office = (): Plan =>
  planOf({
    name: '試験の事務所',
    outline: [[0, 0], [10_000, 0], [10_000, 8000], [0, 8000]],
    walls: [
      { id: 'w1', from: [0, 0], to: [10_000, 0], kind: 'wall' },
      { id: 'w2', from: [10_000, 0], to: [10_000, 8000], kind: 'wall' },
      { id: 'w3', from: [2000, 4000], to: [6000, 4000], kind: 'partition', top: 1600 },
      { id: 'w4', from: [6000, 4000], to: [7000, 4000], kind: 'door', top: 2000 },
    ],
    areas: [
      { id: 'a1', kind: 'office', name: '事務室', polygon: [[0, 0], [10_000, 0], [10_000, 8000], [0, 8000]] },
      { id: 'a2', kind: 'handling', polygon: [[1000, 5000], [4000, 5000], [4000, 7000], [1000, 7000]] },
    ],
    viewpoints: [
      { id: 'v1', kind: 'supervisor', at: [8000, 6000], facing: 180, fov: 200 },
      { id: 'v2', kind: 'camera', at: [9800, 7800], facing: 225, fov: 90, range: 9000 },
    ],
    terminals: [{ id: 't1', kind: 'juki', seat: { at: [2000, 6500] }, screen: { at: [2000, 5850], facing: 90 } }],
  });
