// Builds what pages load: node build.mjs. Output: src/yarrow/ui/static/ui/built/ and, for the tests, build/axe.min.js.
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, "src/yarrow/ui/static/ui/built");
const modules = join(here, "node_modules");
const oldest = ["chrome90", "firefox90", "safari15"];

// The themes live in one JSON file, read by the contrast tests too.
function themeMixins(tokens) {
  return Object.entries(tokens)
    .map(([theme, values]) => {
      const lines = Object.entries(values).map(([name, value]) => `  --${name}: ${value};`);
      const pairs = Object.entries(values).map(([name, value]) => `"${name}": ${value}`);
      return `$${theme}: (${pairs.join(", ")});\n@mixin ${theme} {\n${lines.join("\n")}\n}`;
    })
    .join("\n");
}

async function styles() {
  const tokens = JSON.parse(await readFile(join(root, "src/yarrow/ui/tokens.json"), "utf8"));
  const generated = join(root, "build/scss");
  await mkdir(generated, { recursive: true });
  await writeFile(join(generated, "_tokens.scss"), themeMixins(tokens) + "\n");
  for (const [source, result] of [["yarrow.scss", "desk.css"], ["pocket.scss", "pocket.css"]]) {
    const whole = sass.compile(join(here, source), {
      loadPaths: [modules, generated],
      quietDeps: true,
      style: "expanded",
    });
    const small = await esbuild.transform(whole.css, { loader: "css", minify: true, target: oldest });
    await writeFile(join(out, result), small.code);
  }
}

async function behaviours() {
  await esbuild.build({
    entryPoints: {
      aloud: join(here, "aloud.js"),
      asking: join(here, "asking.js"),
      desk: join(here, "desk.js"),
      device: join(here, "parts/device.js"),
      outbox: join(here, "outbox.js"),
      report: join(here, "report.js"),
    },
    outdir: out,
    bundle: true,
    minify: true,
    format: "esm",
    target: oldest,
    legalComments: "none",
  });
}

// What we ship of others' work, with the terms they ask us to keep beside it.
async function licences() {
  const wanted = JSON.parse(await readFile(join(here, "package.json"), "utf8")).dependencies;
  const parts = [];
  for (const name of Object.keys(wanted).sort()) {
    const folder = join(modules, name);
    const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    // A package that leaves its terms out of what it publishes has them beside ours.
    const terms = await readFile(file ? join(folder, file) : join(here, "terms", `${name}.txt`), "utf8");
    parts.push(`${name} ${about.version} (${about.license})\n\n${terms.trim()}\n`);
  }
  await writeFile(join(out, "licences.txt"), parts.join("\n---\n\n"));
}

await mkdir(out, { recursive: true });
await Promise.all([styles(), behaviours(), licences()]);
await copyFile(join(modules, "axe-core/axe.min.js"), join(root, "build/axe.min.js"));
