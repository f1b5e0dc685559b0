// A member of staff plays the Korean memory game with a resident who answers aloud.
// memory_game.mjs URL right|wrong [FOLDER OF SCREENSHOTS]
// Prints {"listening": true} when it is the resident's turn, then what the page showed.
import { launch } from "./browser.mjs";

const [url, expected, pictures] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "fr-FR" });
page.setDefaultTimeout(60_000);
const failures = [];
page.on("pageerror", (error) => failures.push(String(error)));
const at = (id) => page.getByTestId(id);
const text = async (id) => (await at(id).first().innerText()).trim();
const picture = (name) => pictures && page.screenshot({ path: `${pictures}/${name}.png` });
const tell = (what) => console.log(JSON.stringify(what));

try {
  await page.goto(url);
  await at("language-fr").click();
  await at("add-resident").click();
  await at("resident-name").fill("Yeong-hui");
  await at("resident-language-ko").click();
  await at("resident-save").click();
  await at("resident-Yeong-hui").waitFor();
  await at("routine-ko/memory/guess").click();
  await picture("choose");
  await at("start").click();
  await page.locator('[data-testid="state"][data-state="listening"]').waitFor();
  const caption = await text("caption");
  await picture("listening");
  tell({ listening: true });

  await at("verdict").first().waitFor();
  const page_ = {
    caption,
    heard: await text("heard"),
    verdict: await at("verdict").first().getAttribute("data-verdict"),
    score: await text("score"),
  };
  if (expected === "wrong") page_.hint = (await at("hint").first().waitFor(), await text("hint"));
  await picture("answered");
  await at("stop").click();
  await at("summary").waitFor();
  await picture("summary");
  tell({ ...page_, failures });
} finally {
  await browser.close();
}
