/** A diff for programs: everything that the other formats choose from. */
import type { Diff, EditEffect, Group, IncidentChange, Side } from '../../diff/model.ts';
import { iso } from '../numbers.ts';

export function diffAsData(diff: Diff): object {
  const { sides, different, facts, compared, edits, assets, streams, groups, unmeasured, rates, incidents, setup } =
    diff;
  return {
    different,
    old: sideAsData(sides.old),
    new: sideAsData(sides.new),
    facts,
    compared: { old: periodAsData(compared.old), new: periodAsData(compared.new) },
    edits: edits.map(editAsData),
    assets,
    streams,
    values: groups.map(groupAsData),
    unmeasured,
    rates,
    incidents: incidents.map(incidentAsData),
    setup,
  };
}

function sideAsData({ label, plan }: Side): object {
  const { scenario, engine, seed, digest, now, period, records } = plan;
  return {
    file: label,
    scenario: scenario.name,
    engine,
    seed,
    digest,
    now: iso(now),
    period: periodAsData(period),
    records,
  };
}

const periodAsData = ({ from, to }: { from: number; to: number }) => ({ from: iso(from), until: iso(to) });

function editAsData({ edit, series, all, effective }: EditEffect): object {
  const { kind, subject, section, name, part, was, details, references, place } = edit;
  return { kind, subject, section, name, part, was, details, references, place, series, all, effective };
}

const groupAsData = ({ causes, ...group }: Group): object => ({ ...group, edits: causes });

function incidentAsData({ example, ...incident }: IncidentChange): object {
  const shown = (one: IncidentChange['example']['old']) =>
    one === null ? null : { ...one, start: iso(one.start), end: iso(one.end) };
  return { ...incident, example: { old: shown(example.old), new: shown(example.new) } };
}
