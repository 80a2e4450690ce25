// Before anything is painted: the theme that was chosen here, or the system's.
(() => {
  let chosen = null;
  try { chosen = localStorage.getItem("berth.theme"); } catch { /* storage may be forbidden */ }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
