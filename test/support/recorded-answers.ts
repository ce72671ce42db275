/** A request, and what the recorded server answered. */
export interface RecordedAnswer {
  /** Title of the section and number of the request in it: `7b bad password (stored) #2`. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: string | undefined;
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

const TITLE = /^### (\d.*)$/;
const REQUEST = /^\$ curl (?:-X (POST) )?\$B(\S+)(?: -d '(.*)')?$/;
const END = /^\[HTTP (\d{3}) ([^ ;]+).*\]$/;

/** Reads recorded requests: a title, lines that begin with `$ curl`, the answer, and its status in brackets. */
export function readRecordedAnswers(document: string): RecordedAnswer[] {
  const answers: RecordedAnswer[] = [];
  let title = '';
  let count = 0;
  let request: RegExpExecArray | null = null;
  let lines: string[] = [];
  for (const line of document.split('\n')) {
    const found = REQUEST.exec(line);
    const end = END.exec(line);
    if (found !== null) {
      [request, lines] = [found, []];
    } else if (request === null) {
      const [, newTitle] = TITLE.exec(line) ?? [];
      if (newTitle !== undefined) [title, count] = [newTitle, 0];
    } else if (end === null) {
      lines.push(line);
    } else {
      const [, method, path = '', body] = request;
      const [, status, contentType = ''] = end;
      answers.push({
        name: `${title} #${++count}`,
        method: method === 'POST' ? 'POST' : 'GET',
        path,
        body,
        status: Number(status),
        contentType,
        text: lines.join('\n'),
      });
      request = null;
    }
  }
  return answers;
}
