/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  // Type errors are found by `npm run typecheck` in half a second; a build does not look for them again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', '@prisma/client', '@prisma/adapter-pg', '@bufbuild/re2'],
  devIndicators: false,
};
