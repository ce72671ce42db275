/** The names of vector files, without folder and ending. */
export const TTP_VECTOR_FILES = ['cases', 'extra', 'ttp_templates', 'ttp_templates_extra'];

export function ttpVectorPath(name: string): string {
  return `vectors/ttp/${name}.public.jsonl.gz`;
}
