import { expect, test } from 'vitest';
import { Outlook } from './outlook.svelte';

const box = (width: number, height: number) => ({ x: 0, y: 0, width, height });
const finger = (pointerId: number, clientX: number, clientY: number) => ({ pointerId, clientX, clientY }) as PointerEvent;
const turn = (deltaY: number, clientX: number, clientY: number) => ({ deltaY, clientX, clientY, preventDefault: () => undefined }) as WheelEvent;
const key = (name: string) => ({ key: name, preventDefault: () => undefined }) as KeyboardEvent;

function looking(width = 8000, height = 6000, closest?: number) {
  const whole = box(width, height);
  const outlook = new Outlook(() => ({ first: whole, whole, closest }));
  [outlook.width, outlook.height] = [800, 600];
  return outlook;
}

test('the wheel comes nearer to what is under the pointer', () => {
  const outlook = looking();
  const [before, at] = [outlook.unit, outlook.under(finger(1, 300, 200))];
  outlook.wheel(turn(-200, 300, 200));
  expect(outlook.unit).toBeLessThan(before);
  expect(outlook.under(finger(1, 300, 200)).x).toBeCloseTo(at.x);
  expect(outlook.under(finger(1, 300, 200)).y).toBeCloseTo(at.y);
});

test('one finger pulls the drawing along, two come nearer', () => {
  const outlook = looking();
  outlook.down(finger(1, 100, 100));
  const at = outlook.under(finger(1, 100, 100));
  outlook.drag(finger(1, 140, 130));
  expect(outlook.under(finger(1, 140, 130)).x).toBeCloseTo(at.x);
  const unit = outlook.unit;
  outlook.down(finger(2, 240, 130));
  outlook.drag(finger(2, 340, 130));
  expect(outlook.unit).toBeCloseTo(unit / 2);
  expect(outlook.fingers).toBe(2);
});

test('a pointer that does not pull is followed all the same, one that is not down is not', () => {
  const outlook = looking();
  const first = outlook.viewBox;
  outlook.drag(finger(1, 500, 500));
  outlook.down(finger(1, 100, 100));
  outlook.drag(finger(1, 200, 200), false);
  expect(outlook.viewBox).toBe(first);
  expect([outlook.up(finger(1, 0, 0)), outlook.up(finger(1, 0, 0))]).toEqual([true, false]);
});

test('keys look about and home leads back; a drawing in small units can be come near to', () => {
  const outlook = looking(480, 320, 2);
  const first = outlook.viewBox;
  for (let times = 0; times < 30; times += 1) outlook.press(key('+'));
  expect(outlook.view.width).toBeCloseTo(2);
  expect(outlook.press(key('ArrowLeft'))).toBe(true);
  expect(outlook.press(key('x'))).toBe(false);
  outlook.home();
  expect(outlook.viewBox).toBe(first);
});
