// Draws what the server drew already, with a pointer to single bars; and saves it as a picture.
"use strict";
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const option = (data) => {
    const soft = colour("--soft"), line = colour("--line"), ink = colour("--ink");
    const bars = (index, values, fill) => ({
      name: data.words[index], type: "bar", stack: "all", data: values, itemStyle: { color: fill }, barMaxWidth: 28, barCategoryGap: "15%",
    });
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      grid: { left: 8, right: 8, top: 16, bottom: data.from.length > 30 ? 44 : 8, containLabel: true },
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" }, backgroundColor: colour("--panel"), borderColor: line, textStyle: { color: ink, fontSize: 12 } },
      xAxis: { type: "category", data: data.from, axisLabel: { color: soft, hideOverlap: true, formatter: (text) => text.replace(/ 00:00$/, "").slice(5) }, axisLine: { lineStyle: { color: soft } }, axisTick: { show: false } },
      yAxis: { type: "value", minInterval: 1, axisLabel: { color: soft }, splitLine: { lineStyle: { color: line } } },
      dataZoom: data.from.length > 30 ? [{ type: "slider", height: 18, bottom: 8, borderColor: line, textStyle: { color: soft } }] : [],
      series: [bars(0, data.documents, colour("--bar")), bars(1, data.copies, colour("--bar-copies"))],
    };
  };
  const drawn = [];
  // Colours are those of the page, also after it turned dark.
  const recolour = () => {
    for (const [chart, box] of drawn) chart.setOption(option(JSON.parse(box.dataset.chart)));
  };
  const draw = (box) => {
    const part = box.closest(".chart");
    box.hidden = false;
    const chart = echarts.init(box, null, { renderer: "canvas" });
    chart.setOption(option(JSON.parse(box.dataset.chart)));
    for (const svg of part.querySelectorAll("svg.drawn, .chart-ends")) svg.setAttribute("hidden", "");
    const save = part.querySelector("[data-png]");
    save.hidden = false;
    save.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: colour("--panel") });
      link.download = `${box.dataset.name}.png`;
      link.click();
    });
    drawn.push([chart, box]);
    new ResizeObserver(() => chart.resize()).observe(box);
  };
  const all = () => {
    if (typeof echarts === "undefined") return;
    for (const box of document.querySelectorAll("[data-chart][hidden]")) draw(box);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  window.addEventListener("theme", recolour);
  document.addEventListener("DOMContentLoaded", all);
  document.addEventListener("htmx:after:swap", all);
  if (document.readyState !== "loading") all();
})();
