// A new terminal: the operator sits behind the screen, which faces the seat.

import { ahead, turnOf, whole } from '../geometry';
import { freshIds } from '../names';
import type { PlanTerminal, TerminalKind } from '../plan';
import type { Point } from '../types';
import type { Action } from './action';

/** From the seat to the screen, in millimetres. */
export const REACH = 650;

export function terminalAt(id: string, seat: Point, facing: number, kind: TerminalKind): PlanTerminal {
  return {
    id,
    kind,
    seat: { at: seat, height: 1200, policy: kind === 'juki' ? 'shared' : 'assigned' },
    screen: { at: whole(ahead(seat, facing + 180, REACH)), height: 1100, facing: turnOf(Math.round(facing)), width: 500 },
    privacy_filter: true,
    lock_minutes: 5,
    wire_lock: true,
    auth_factors: 2,
  };
}

/** `facing` is where the screen looks: towards the seat. */
export function addTerminal(seat: Point, facing: number, kind: TerminalKind): Action {
  return (plan) => {
    const [id = ''] = freshIds(plan, 'terminal', 1);
    return { ...plan, terminals: [...plan.terminals, terminalAt(id, seat, facing, kind)] };
  };
}
