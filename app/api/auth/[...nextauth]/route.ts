import { handleAuth } from '#lib/identity/auth.ts';

export { handleAuth as GET, handleAuth as POST };
