import type { TextFsmTemplate } from '../textfsm/textfsm-template.js';

/** What a TextFSM template that compiles has probably got wrong, one sentence each. */
export function textFsmWarnings(template: TextFsmTemplate): string[] {
  const rules = [...template.states.values()].flatMap(({ rules: ofState }) => ofState);
  const filled = new Set(rules.flatMap(({ regex }) => [...regex.groupNames.keys()]));
  return template.header
    .filter((name) => !filled.has(name))
    .map((name) => `Value ${name} is never filled: no rule has \${${name}}`);
}
