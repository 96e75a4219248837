/**
 * What an issue is called: its message, after the field's name where the message does not name it. A name that only
 * occurs within a word is not named: `ID` in `INVALID`. Null and "" = it is about no field.
 */
export function issueTitle({
  field,
  message,
}: {
  readonly field: string | null;
  readonly message: string;
}): string {
  return field && !names(message, field) ? `${field}: ${message}` : message;
}

const WORD = /[\p{L}\p{N}_]/u;

function names(message: string, field: string): boolean {
  for (let at = message.indexOf(field); at >= 0; at = message.indexOf(field, at + 1)) {
    const around = [message.slice(0, at).at(-1), message.at(at + field.length)];
    if (around.every((one) => one === undefined || !WORD.test(one))) return true;
  }
  return false;
}
