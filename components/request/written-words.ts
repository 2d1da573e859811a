import { useEffect, useState } from 'react';

/**
 * A text field's value that outlives the dialog, an ended session and a reload of this tab.
 *
 * Kept per request and kind of decision, in this tab only, and dropped once the words were sent.
 */
export function useWrittenWords(requestId: string, field: string): [string, (words: string) => void, () => void] {
  const key = `countersign-words:${requestId}:${field}`;
  const [words, setWords] = useState(() => sessionStorage.getItem(key) ?? '');
  useEffect(() => {
    if (words) sessionStorage.setItem(key, words);
    else sessionStorage.removeItem(key);
  }, [key, words]);
  return [words, setWords, () => sessionStorage.removeItem(key)];
}
