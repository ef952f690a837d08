import fc from 'fast-check';
import { expect, test } from 'vitest';
import { objectId } from '../../../src/publish/home-assistant/object-id.js';

test('names that Home Assistant takes are left as they are', () => {
  expect(objectId('jetty-1_North')).toBe('jetty-1_North');
});

test.each(['Pier № 7', 'mole/ost', 'Hafen Süd', '北港', 'a b', ' '])(
  '%j becomes an id that its discovery topics may hold',
  (name) => {
    expect(objectId(name)).toMatch(/^[a-zA-Z0-9_-]+$/);
  },
);

test('no two names share an id', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
      if (one !== other) expect(objectId(one)).not.toBe(objectId(other));
    }),
  );
  expect(objectId('a b')).not.toBe(objectId('a/b'));
});
