// The tool box: every tool by its name, with the key that takes it in hand.

import { addArea } from '../actions/addArea';
import { addHole } from '../actions/addHole';
import { addTerminal } from '../actions/addTerminal';
import { addViewpoint } from '../actions/addViewpoint';
import { idsOf, type AreaKind, type Refs, type TerminalKind } from '../plan';
import { pairing } from './pair';
import { placing } from './place';
import { areaAround, ringing } from './ring';
import { running } from './run';
import { selecting } from './select';
import type { State } from './tool';

export const TOOLS = [
  'select', 'wall', 'partition', 'door', 'glass', 'cabinet', 'counter', 'area', 'hole', 'terminal', 'supervisor', 'camera', 'background',
] as const;
export type ToolName = (typeof TOOLS)[number];

export const KEYS: Readonly<Record<ToolName, string>> = {
  select: 'v', wall: 'w', partition: 'p', door: 'd', glass: 'g', cabinet: 'b', counter: 'c',
  area: 'a', hole: 'h', terminal: 't', supervisor: 's', camera: 'k', background: 'u',
};

export interface Settings {
  readonly areaKind: AreaKind;
  readonly areaName: string;
  readonly terminalKind: TerminalKind;
  readonly selection: Refs;
}

const SINGLE = { door: true, glass: true } as const;

function areas({ areaKind, areaName }: Settings): State {
  return ringing((ring, plan) => ({ plan: addArea(ring, areaKind, areaName)(plan), what: 'area' }));
}

function holes({ selection }: Settings): State {
  return ringing((ring, plan) => {
    const area = areaAround(plan, ring, idsOf(selection, 'area'));
    return area === null ? { note: 'no_area' } : { plan: addHole(area, ring)(plan), what: 'hole' };
  });
}

/** A tool in its first state. */
export function toolOf(name: ToolName, settings: Settings): State {
  switch (name) {
    case 'select':
      return selecting;
    case 'area':
      return areas(settings);
    case 'hole':
      return holes(settings);
    case 'terminal':
      return placing({ make: (at, facing) => addTerminal(at, facing, settings.terminalKind), facing: 90, what: 'terminal' });
    case 'supervisor':
    case 'camera':
      return placing({ make: (at, facing) => addViewpoint(at, facing, name), facing: 270, what: name });
    case 'background':
      return pairing();
    case 'door':
    case 'glass':
      return running({ kind: name, single: SINGLE[name] });
    default:
      return running({ kind: name });
  }
}
