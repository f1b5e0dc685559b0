// The pictures of the documents, taken from the real program.
// pictures.mjs URL FOLDER
import { launch } from "./browser.mjs";

const [url, folder] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "fr-FR" });
page.setDefaultTimeout(240_000);
const at = (id) => page.getByTestId(id);
const picture = (name) => page.screenshot({ path: `${folder}/${name}.png` });

try {
  await page.goto(url);
  await at("add-resident").click();
  await at("resident-name").fill("Odette");
  await at("resident-save").click();
  await at("resident-Odette").waitFor();
  await at("routine-fr/gym/reveil-en-douceur").click();
  await picture("choose");
  await at("start").click();
  // A class in the middle of a movement that can be seen.
  const movement = at("exercise").getByText("Étirer un côté");
  while (!(await movement.isVisible())) {
    await at("skip").click();
    await page.waitForTimeout(1_500);
  }
  await at("repetition").waitFor();
  await page.waitForTimeout(4_200);
  await picture("tablet");
  await at("stop").click();
  await at("summary").waitFor();
  await at("go-on").click();
  await at("guest").click();
  await at("routine-fr/memory/souvenirs").click();
  await at("start").click();
  await page.locator('[data-testid="state"][data-state="listening"]').waitFor();
  await picture("question");
  await at("stop").click();
  await at("summary").waitFor();
  await at("go-on").click();
  await at("results").click();
  await picture("results");
} finally {
  await browser.close();
}
