using System.Globalization;

namespace BootService.Storm;

/// <summary>Several storms as an SVG: what one machine cost the frontend, and how many a second were at their kickstart, by the number of machines.</summary>
internal static class CurvePlot
{
    private const int Width = 900;
    private const int Height = 340;
    private const int Top = 50;
    private const int Bottom = 60;
    private const int Panel = 360;
    private const int Inset = 60;

    /// <summary>Writes it.</summary>
    /// <param name="storms">The storms, at least one.</param>
    public static string Write(IReadOnlyList<StormResult> storms)
    {
        var svg = new Svg(Width, Height);
        Draw(svg, 0, "processor time of the frontend for a machine, ms", "#0072B2", storms, storm => (storm.Processor / storm.Nodes.Count).TotalMilliseconds);
        Draw(svg, Width / 2, "machines a second at their kickstart", "#D55E00", storms, storm => (storm.Nodes.Count - storm.Failed) / storm.At(1).TotalSeconds);
        return svg.End();
    }

    private static void Draw(
        Svg svg, int left, string title, string colour, IReadOnlyList<StormResult> storms, Func<StormResult, double> value)
    {
        var values = storms.Select(storm => (Machines: storm.Nodes.Count, Value: value(storm))).Where(point => double.IsFinite(point.Value)).ToArray();
        var most = values.Select(point => point.Value).DefaultIfEmpty(1).Max() * 1.2;
        var (first, last) = (Math.Log10(storms.Min(storm => storm.Nodes.Count)), Math.Log10(storms.Max(storm => storm.Nodes.Count)));
        var floor = Height - Bottom;
        svg.Say($"<text x=\"{left + Inset}\" y=\"28\" font-size=\"15\">{title}</text>");
        svg.Say($"<line x1=\"{left + Inset}\" x2=\"{left + Inset + Panel}\" y1=\"{floor}\" y2=\"{floor}\" stroke=\"#999\"/>");
        svg.Say($"<text x=\"{left + Inset + (Panel / 2)}\" y=\"{Height - 12}\" text-anchor=\"middle\">machines switched on at once</text>");
        var points = string.Join(' ', values.Select(point => $"{X(point)},{Y(point)}"));
        svg.Say($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{points}\"/>");
        foreach (var point in values)
        {
            svg.Say($"<circle cx=\"{X(point)}\" cy=\"{Y(point)}\" r=\"4\" fill=\"{colour}\"/>");
            svg.Say($"<text x=\"{X(point)}\" y=\"{floor + 20}\" text-anchor=\"middle\">{point.Machines.ToString("N0", CultureInfo.InvariantCulture)}</text>");
            svg.Say($"<text x=\"{X(point)}\" y=\"{Svg.Number(At(point) - 10)}\" text-anchor=\"middle\" fill=\"{colour}\">{Svg.Number(point.Value)}</text>");
        }

        string X((int Machines, double) point) => Svg.Number(left + Inset + 20 + ((Panel - 40) * Share(point.Machines)));
        string Y((int, double Value) point) => Svg.Number(At(point));
        double At((int, double Value) point) => floor - ((floor - Top) * point.Value / most);
        double Share(int machines) => last > first ? (Math.Log10(machines) - first) / (last - first) : 0.5;
    }
}
