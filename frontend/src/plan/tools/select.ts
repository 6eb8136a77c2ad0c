// 選択: press to select, drag to move, grips to resize and turn, drag on the ground to take in by a box.

import { addCorner } from '../actions/corner';
import { drag } from '../actions/drag';
import { move } from '../actions/move';
import { rotate } from '../actions/rotate';
import { directionOf, distance, minus, plus, turnOf } from '../geometry';
import type { Handle } from '../handles';
import { boxed, handleUnder, under } from '../hit';
import { idOf, NOTHING, pointsOf, type Plan, type Ref, type Refs } from '../plan';
import { centreOfAll, flipped, joined, only, spinGrip } from '../selection';
import type { Point } from '../types';
import { ARM, isStroke, reachOf, TREMBLE, type Reply, type Signal, type Situation, type State, type Stroke } from './tool';

type Heard = Stroke & { readonly kind: string };

const state = (name: string, hear: State['hear']): State => ({ name, anchor: null, hear });

export const selecting: State = state('idle', (signal, situation): Reply => {
  if (signal.kind === 'cancel') return { state: selecting, selection: NOTHING };
  if (!isStroke(signal)) return { state: selecting };
  if (signal.kind === 'double') return doubled(signal, situation);
  return signal.kind === 'press' ? pressed(signal, situation) : { state: selecting };
});

function gripUnder({ at }: Heard, situation: Situation): Handle | null {
  const few = situation.selection.size <= 12 ? situation.selection : NOTHING;
  return handleUnder(situation.plan, few, at, reachOf(situation), ARM * situation.unit);
}

function pressed(signal: Heard, situation: Situation): Reply {
  const { plan, selection, unit } = situation;
  const spin = spinGrip(plan, selection, ARM * unit);
  const centre = centreOfAll(plan, selection);
  if (spin !== null && centre !== null && distance(spin, signal.at) <= reachOf(situation)) return { state: turning(centre, signal.at) };
  const handle = gripUnder(signal, situation);
  if (handle !== null) return { state: resizing(handle) };
  const ref = under(plan, signal.at, { sign: 1.6 * reachOf(situation), line: 0.8 * reachOf(situation) });
  return { state: ref === null ? brushing(signal.at) : pressing(ref, signal.at) };
}

/** A second press on an edge of an area puts a corner there. */
function doubled(signal: Heard, situation: Situation): Reply {
  const handle = gripUnder(signal, situation);
  if (handle?.grip.of !== 'edge') return { state: selecting };
  const { ring, corner } = handle.grip;
  return { state: selecting, commit: { plan: addCorner(idOf(handle.ref), ring, corner, handle.at)(situation.plan), what: 'corner' } };
}

const isFar = (signal: Heard, from: Point, { unit }: Situation): boolean => distance(signal.at, from) > TREMBLE * unit;

function pressing(ref: Ref, from: Point): State {
  const self: State = state('pressing', (signal, situation) => {
    if (!isStroke(signal)) return { state: signal.kind === 'cancel' ? selecting : self };
    const more = signal.shift || signal.ctrl;
    if (signal.kind === 'release') return { state: selecting, selection: more ? flipped(situation.selection, ref) : only(ref) };
    if (signal.kind !== 'drag' || !isFar(signal, from, situation)) return { state: self };
    const refs = situation.selection.has(ref) ? situation.selection : more ? joined(situation.selection, [ref]) : only(ref);
    const started = moving(refs, from, grabbed(situation.plan, refs, from, situation));
    return { ...started.hear(signal, { ...situation, selection: refs }), selection: refs };
  });
  return self;
}

/** The point of the moved things that was taken hold of, when there was one under the pointer. */
function grabbed(plan: Plan, refs: Refs, at: Point, situation: Situation): Point | null {
  const near = pointsOf(plan, refs).filter((one) => distance(one, at) <= 1.6 * reachOf(situation));
  return near.reduce<Point | null>((best, one) => (best === null || distance(one, at) < distance(best, at) ? one : best), null);
}

function moving(refs: Refs, from: Point, hold: Point | null): State {
  const start = hold ?? from;
  const self: State = state('moving', (signal, situation) => {
    if (signal.kind === 'cancel') return { state: selecting };
    if (!isStroke(signal) || (signal.kind !== 'drag' && signal.kind !== 'release')) return { state: self };
    const wished = plus(start, minus(signal.at, from));
    const caught = situation.snap({ ...signal, at: wished }, start, refs);
    const exact = hold === null ? steps(minus(caught.at, start), caught.how === 'grid' ? situation.grid : 1) : minus(caught.at, start);
    const plan = move(refs, [Math.round(exact[0]), Math.round(exact[1])])(situation.plan);
    return signal.kind === 'release'
      ? { state: selecting, commit: { plan, what: 'move' } }
      : { state: self, preview: plan, path: [start, plus(start, exact)], caught };
  });
  return self;
}

/** Taken hold of anywhere, things move by whole steps of the grid. */
const steps = ([x, y]: Point, grid: number): Point => (grid > 0 ? [Math.round(x / grid) * grid, Math.round(y / grid) * grid] : [x, y]);

function resizing(handle: Handle): State {
  const turns = handle.grip.of === 'facing';
  const self: State = state(turns ? 'turning' : 'resizing', (signal, situation) => {
    if (signal.kind === 'cancel') return { state: selecting };
    if (!isStroke(signal) || (signal.kind !== 'drag' && signal.kind !== 'release')) return { state: self };
    const anchor = anchorOf(handle, situation.plan);
    const caught = turns ? { at: signal.at, how: 'free' as const, guides: [] } : situation.snap(signal, anchor, new Set([handle.ref]));
    const plan = drag(handle, caught.at, signal.shift ? 15 : 1)(situation.plan);
    if (signal.kind === 'release') return { state: selecting, commit: { plan, what: turns ? 'turn' : 'resize' } };
    return { state: self, preview: plan, caught, ...(anchor === null ? {} : { path: [anchor, caught.at] }) };
  });
  return self;
}

/** The other end of a wall: what its length is measured from. */
function anchorOf({ ref, grip }: Handle, plan: Plan): Point | null {
  if (grip.of !== 'end') return null;
  return pointsOf(plan, [ref])[grip.end === 'from' ? 1 : 0] ?? null;
}

function turning(centre: Point, from: Point): State {
  const self: State = state('turning', (signal, situation) => {
    if (signal.kind === 'cancel') return { state: selecting };
    if (!isStroke(signal) || (signal.kind !== 'drag' && signal.kind !== 'release')) return { state: self };
    const step = signal.alt ? 0.1 : signal.shift ? 15 : 1;
    const turn = Math.round((directionOf(centre, signal.at) - directionOf(centre, from)) / step) * step;
    const plan = rotate(situation.selection, centre, turnOf(turn))(situation.plan);
    return signal.kind === 'release'
      ? { state: selecting, commit: { plan, what: 'turn' } }
      : { state: self, preview: plan, path: [centre, signal.at] };
  });
  return self;
}

function brushing(from: Point): State {
  const self: State = state('brushing', (signal: Signal, situation) => {
    if (!isStroke(signal)) return { state: signal.kind === 'cancel' ? selecting : self };
    const more = signal.shift || signal.ctrl;
    if (signal.kind === 'release') {
      const found = isFar(signal, from, situation) ? boxed(situation.plan, from, signal.at) : [];
      return { state: selecting, selection: more ? joined(situation.selection, found) : new Set(found) };
    }
    return { state: self, box: [from, signal.at] };
  });
  return self;
}
