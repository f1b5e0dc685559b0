import { defineConfig } from "vite";

// In development the program runs beside: its API and its live channel are passed on.
const PROGRAM = "http://localhost:8080";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: { target: "es2021", assetsInlineLimit: 0 },
  // AudioWorklet modules are loaded as modules.
  worker: { format: "es" },
  server: { proxy: { "/api": { target: PROGRAM, ws: true } } },
});
