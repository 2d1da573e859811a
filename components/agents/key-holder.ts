/** An agent or executor, as what holds keys. */
export interface KeyHolder {
  kind: 'agent' | 'executor';
  id: string;
  name: string;
}
