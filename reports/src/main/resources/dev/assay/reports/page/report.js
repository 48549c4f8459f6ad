"use strict";
// Both parts are extras: without this script every number is still on the page.
for (const button of document.querySelectorAll(".copy")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
}
const filter = document.getElementById("filter");
filter.parentElement.hidden = false;
filter.addEventListener("input", () => {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of document.querySelectorAll("[data-case]")) {
    row.hidden = !words.every((word) => row.dataset.case.includes(word));
  }
  for (const block of document.querySelectorAll("#speed > .block, #accuracy > .block")) {
    const rows = [...block.querySelectorAll("[data-case]")];
    block.hidden = rows.length > 0 && rows.every((row) => row.hidden);
  }
});
