import type { CurvePoint } from '../../model/field.ts';
import { quote } from '../diagnostics/words.ts';
import { isMapping } from '../normalise/text.ts';
import { placedLayers, writtenBelow } from './places.ts';
import type { Rule } from './rule.ts';

const FORMS: { readonly [over: string]: string } = {
  day: 'local times such as "09:00"',
  week: 'days of the week such as mon, or "mon 04:00"',
  month: 'days of the month such as 10 or last, or "10 12:00"',
  year: 'months such as jan, or "mar 15"',
};

/** Points of a profile are places of the unit that it spans. */
export const profilePoints: Rule = {
  whole: true,
  check(context) {
    for (const { layer, at, root } of placedLayers(context)) {
      if (layer.kind !== 'profile') continue;
      const over = layer.values['over'] as string;
      const written = layer.values['points'] as readonly CurvePoint[] | null;
      const points = written ?? (layer.values['file'] as readonly CurvePoint[]);
      const strange = points.findIndex((point) => !fits(point, over));
      if (strange < 0) continue;
      const place = at.below(written === null ? 'file' : 'points');
      const keys = written === null ? [] : namesOf(writtenBelow(root, place));
      const name = keys[strange];
      const message = `${name === undefined ? `Point ${String(strange + 1)}` : quote(name)} is no place of a ${over}`;
      (name === undefined ? place : place.below(name)).error(
        'wrong-point',
        message,
        `A profile over a ${over} takes ${FORMS[over]!}`,
        'key',
      );
    }
  },
};

const namesOf = (written: unknown): string[] => (isMapping(written) ? Object.keys(written) : []);

function fits({ month, weekday, day, time }: CurvePoint, over: string): boolean {
  switch (over) {
    case 'day':
      return time !== null && month === null && weekday === null && day === null;
    case 'week':
      return weekday !== null;
    case 'month':
      return day !== null && month === null;
    default:
      return month !== null;
  }
}
