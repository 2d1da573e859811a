/** The four views of the queue, as the API names them and as people do. */
export const queueTabs = [
  { tab: 'needs_me', name: 'Needs me' },
  { tab: 'others', name: 'Others' },
  { tab: 'mine', name: 'Mine' },
  { tab: 'done', name: 'Done' },
] as const;

export type QueueTab = (typeof queueTabs)[number]['tab'];

export function tabOf(value: string | null | undefined): QueueTab {
  return queueTabs.find(({ tab }) => tab === value)?.tab ?? 'needs_me';
}
