namespace BootService.Storm;

/// <summary>A storm as an SVG: how many machines had which stage behind them, second by second.</summary>
internal static class StormPlot
{
    private const int Width = 900;
    private const int Height = 460;
    private const int Left = 70;
    private const int Right = 150;
    private const int Top = 50;
    private const int Bottom = 50;
    private const int MostPoints = 400;

    // Told apart by readers who do not see red and green alike (Okabe and Ito).
    private static readonly string[] Colours = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00"];

    /// <summary>Writes it.</summary>
    /// <param name="nodes">The machines.</param>
    /// <param name="title">One line above.</param>
    public static string Write(IReadOnlyList<NodeRun> nodes, string title)
    {
        var end = Math.Max(0.1, nodes.SelectMany(node => node.Stages).Max(stage => stage.DoneAt.TotalSeconds));
        var svg = new Svg(Width, Height);
        svg.Say($"<text x=\"{Left}\" y=\"28\" font-size=\"16\">{System.Security.SecurityElement.Escape(title)}</text>");
        Axes(svg, nodes.Count, end);
        foreach (var stage in Enum.GetValues<StormStage>())
        {
            var colour = Colours[(int)stage];
            var done = nodes.Select(node => node.Stages[(int)stage].DoneAt.TotalSeconds).Where(at => at > 0).Order().ToArray();
            var every = Math.Max(1, done.Length / MostPoints);
            var points = done.Select((at, count) => (At: at, Count: count + 1)).Where(point => point.Count % every == 0 || point.Count == done.Length)
                .Select(point => $"{Svg.Number(X(point.At, end))},{Svg.Number(Y(point.Count, nodes.Count))}");
            var start = $"{Svg.Number(X(0, end))},{Svg.Number(Y(0, nodes.Count))}";
            svg.Say($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{start} {string.Join(' ', points)}\"/>");
            svg.Say($"<text x=\"{Width - Right + 12}\" y=\"{Top + 20 + (22 * (int)stage)}\" fill=\"{colour}\">{stage.ToString().ToLowerInvariant()}</text>");
        }

        return svg.End();
    }

    private static void Axes(Svg svg, int machines, double end)
    {
        for (var tick = 0; tick <= 4; tick++)
        {
            var (x, y) = (X(end * tick / 4, end), Y(machines * tick / 4.0, machines));
            svg.Say($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Svg.Number(y)}\" y2=\"{Svg.Number(y)}\" stroke=\"#ddd\"/>");
            svg.Say($"<text x=\"{Left - 8}\" y=\"{Svg.Number(y + 4)}\" text-anchor=\"end\">{Svg.Number(machines * tick / 4.0)}</text>");
            svg.Say($"<text x=\"{Svg.Number(x)}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\">{Svg.Number(end * tick / 4)}</text>");
        }

        svg.Say($"<text x=\"{Left}\" y=\"{Height - 10}\">seconds since the machines were switched on</text>");
        svg.Say($"<text x=\"16\" y=\"{Height / 2}\" transform=\"rotate(-90 16 {Height / 2})\" text-anchor=\"middle\">machines past the stage</text>");
    }

    private static double X(double seconds, double end) => Left + ((Width - Left - Right) * seconds / end);

    private static double Y(double count, int machines) => Height - Bottom - ((Height - Top - Bottom) * count / machines);
}
