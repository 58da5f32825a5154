// Writes portal/static/portal/{css,js,admin,fonts,images,leaflet} from the sources here. The same sources give the same bytes.
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { compileAsync } from "sass";

const here = import.meta.dirname;
const out = path.join(here, "../portal/static/portal");
const leafletPackage = path.join(here, "node_modules/leaflet");
const fontPackage = path.join(here, "node_modules/@fontsource-variable/atkinson-hyperlegible-next");

async function emptied(name) {
  const folder = path.join(out, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

async function buildStyles() {
  const folder = await emptied("css");
  for (const name of ["portal", "admin", "map", "compare", "side-by-side"]) {
    const { css } = await compileAsync(path.join(here, `sass/${name}.scss`), {
      loadPaths: [path.join(here, "node_modules")],
      style: "compressed",
      charset: false,
      fatalDeprecations: ["import"],
    });
    // Every custom property is always set, so the fallbacks are dead weight.
    const lean = withoutPictures(css.replaceAll(/var\((--govuk-[a-z-]+), ?#[0-9a-f]{3,6}\)/g, "var($1)"));
    await writeFile(path.join(folder, `${name}.css`), `${lean}\n`);
  }
}

// Leaflet's pins and its button for layers are not used here, nor is the browser that drew with VML.
function withoutPictures(css) {
  return css.replaceAll(/(?:background-image:url\(images\/[a-z0-9-]+\.png\)|behavior:url\(#default#VML\));?/g, "");
}

// Leaflet as it is published, but for the last line, which asks for a file that only its makers need.
async function copyLeaflet() {
  const folder = await emptied("leaflet");
  const source = await readFile(path.join(leafletPackage, "dist/leaflet.js"), "utf8");
  await writeFile(path.join(folder, "leaflet.js"), source.replace(/\/\/# sourceMappingURL=.*\n?$/, ""));
  await cp(path.join(leafletPackage, "LICENSE"), path.join(folder, "LICENSE.txt"));
}

async function copyFonts() {
  const folder = await emptied("fonts");
  for (const file of await readdir(path.join(fontPackage, "files"))) {
    await cp(path.join(fontPackage, "files", file), path.join(folder, file));
  }
  await cp(path.join(fontPackage, "LICENSE"), path.join(folder, "OFL.txt"));
}

async function copyFolder(name) {
  await cp(path.join(here, name), await emptied(name), { recursive: true });
}

await Promise.all([buildStyles(), copyFonts(), copyLeaflet(), copyFolder("js"), copyFolder("admin"), copyFolder("images")]);
