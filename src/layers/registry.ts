import { constant } from './constant.ts';
import { follow } from './follow.ts';
import type { LayerDefinition } from './layer.ts';
import { group } from './group.ts';
import { noise } from './noise.ts';
import { profile } from './profile.ts';
import { ramp } from './ramp.ts';
import { sine } from './sine.ts';
import { spike } from './spike.ts';

/** Every layer kind of the language. A new one is its file and its line here. */
export const layers: readonly LayerDefinition[] = [constant, sine, spike, ramp, profile, noise, follow, group];
