// Sets a terminal down with its screen at a point; the seat comes along, turned with it when a facing is given.

import { minus, plus, turned, turnOf, whole } from '../geometry';
import { change, refTo } from '../plan';
import type { Point } from '../types';
import type { Action } from './action';

export function placeTerminal(id: string, screen: Point, facing: number | null): Action {
  const at = whole(screen);
  return (plan) =>
    change(plan, new Set([refTo('terminal', id)]), {
      terminal: (one) => {
        const turn = facing === null ? 0 : facing - one.screen.facing;
        const seat = turned(minus(one.seat.at, one.screen.at), [0, 0], turn);
        return {
          ...one,
          seat: { ...one.seat, at: whole(plus(at, seat)) },
          screen: { ...one.screen, at, facing: turn === 0 ? one.screen.facing : turnOf(one.screen.facing + turn) },
        };
      },
    });
}
