/** What the picture shows. */
export interface LineData {
  times: readonly string[];
  mean: readonly number[];
  most: readonly number[];
  deadlines: readonly string[];
  words: { mean: string; most: string; deadline: string };
}

/** A picture that stands in an element until it is disposed of. */
export interface LinePicture {
  show(data: LineData): void;
  resize(): void;
  dispose(): void;
}

/** Colours of the theme, which the library must be told as values. */
function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Makes the picture; loads the library the first time. */
export async function drawLine(place: HTMLElement): Promise<LinePicture> {
  const [core, charts, parts, renderers] = await Promise.all([
    import("echarts/core"),
    import("echarts/charts"),
    import("echarts/components"),
    import("echarts/renderers"),
  ]);
  core.use([charts.LineChart, parts.GridComponent, parts.LegendComponent, parts.MarkLineComponent, parts.TooltipComponent, renderers.SVGRenderer]);
  const chart = core.init(place, null, { renderer: "svg" });
  return {
    show: (data) => {
      const ink = colour("--ink-2");
      chart.setOption(
        {
          animation: false,
          textStyle: { fontFamily: "inherit", color: ink },
          grid: { left: 40, right: 20, top: 32, bottom: 26 },
          legend: { top: 4, right: 12, itemHeight: 8, textStyle: { color: ink } },
          tooltip: { trigger: "axis" },
          xAxis: { type: "category", data: [...data.times], axisLabel: { color: ink }, boundaryGap: false },
          yAxis: { type: "value", minInterval: 1, axisLabel: { color: ink } },
          series: [
            { name: data.words.most, type: "line", step: "end", symbol: "none", data: [...data.most], lineStyle: { type: "dashed", width: 2, color: colour("--amber") }, itemStyle: { color: colour("--amber") } },
            {
              name: data.words.mean,
              type: "line",
              symbol: "none",
              data: [...data.mean],
              lineStyle: { width: 2, color: colour("--blue") },
              itemStyle: { color: colour("--blue") },
              areaStyle: { opacity: 0.12 },
              markLine: {
                symbol: "none",
                label: { formatter: `${data.words.deadline} {b}`, color: colour("--ink") },
                lineStyle: { color: colour("--ink"), type: "solid" },
                data: data.deadlines.filter((time) => data.times.includes(time)).map((time) => ({ name: time, xAxis: time })),
              },
            },
          ],
        },
        { notMerge: true },
      );
    },
    resize: () => chart.resize(),
    dispose: () => chart.dispose(),
  };
}
