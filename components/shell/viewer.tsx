'use client';

import { createContext, type ReactNode, useContext } from 'react';

/** The signed-in person, as screens need them: what to call them and which rooms they may enter. */
export interface Viewer {
  personId: string;
  name: string;
  email: string;
  roles: readonly ('reviewer' | 'auditor' | 'author' | 'admin')[];
  groups: readonly string[];
}

const ViewerContext = createContext<Viewer | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext.Provider value={viewer}>{children}</ViewerContext.Provider>;
}

/** Who is looking. Only ever decides what is drawn: what they may do is decided by the server, each time. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('useViewer needs a ViewerProvider above it.');
  return viewer;
}
