import { describe, expect, test } from 'vitest';
import { isOpen, roomsFor } from './rooms';

const having = (...operations: string[]) => (operation: string) => operations.includes(operation);

describe('rooms', () => {
  test('what a role may not use is not shown', () => {
    expect(roomsFor(having()).map((room) => room.name)).toEqual(['room.tasks']);
    expect(roomsFor(having('listFloors', 'listHistory')).map((room) => room.name)).toEqual([
      'room.tasks',
      'room.floors',
      'room.audit',
    ]);
  });

  test('a page is closed when its own right is missing, even in an open room', () => {
    expect(isOpen('history', having('listHistory'))).toBe(true);
    expect(isOpen('exports', having('listHistory'))).toBe(false);
    expect(isOpen('scan', having('listHistory'))).toBe(false);
    expect(isOpen('unknown', having())).toBe(true);
  });
});
