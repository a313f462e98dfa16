using System.Globalization;
using BootService.Lab.Seed;
using BootService.Lab.Traffic;
using BootService.Protocols.Net;

namespace BootService.Demo;

/// <summary>What of each node's road was ours: the time it stood waiting for the frontend's next word, step by step.</summary>
internal static class ShareTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="nodes">The columns.</param>
    /// <param name="shares">What was seen on the wire.</param>
    /// <param name="roads">How long each node took from power-on to its own disk.</param>
    public static IEnumerable<string> Lines(
        IReadOnlyList<SeedNode> nodes,
        IReadOnlyDictionary<(MacAddress Node, RoadStep Step), StepShare> shares,
        IReadOnlyDictionary<string, TimeSpan> roads)
    {
        yield return Row("STEP", nodes.Select(node => node.Name.ToUpperInvariant()));
        foreach (var step in Enum.GetValues<RoadStep>())
        {
            yield return Row(NameOf(step), nodes.Select(node => Cell(shares.GetValueOrDefault((node.Machine.Mac, step)))));
        }

        yield return Row("ours together", nodes.Select(node => Milliseconds(OursOf(node, shares))));
        yield return Row("power-on to own disk", nodes.Select(node => string.Create(CultureInfo.InvariantCulture, $"{roads[node.Name].TotalSeconds:0.0} s")));
        yield return Row(
            "our share", nodes.Select(node => string.Create(CultureInfo.InvariantCulture, $"{100 * OursOf(node, shares) / roads[node.Name]:0.00} %")));
    }

    private static TimeSpan OursOf(SeedNode node, IReadOnlyDictionary<(MacAddress Node, RoadStep Step), StepShare> shares) =>
        shares.Where(share => share.Key.Node == node.Machine.Mac).Aggregate(TimeSpan.Zero, (sum, share) => sum + share.Value.Waited);

    private static string Cell(StepShare share) => share.Requests == 0
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{Milliseconds(share.Waited)} ({share.Requests}x, {share.Bytes / 1e6:0.0} MB)");

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");

    private static string Row(string name, IEnumerable<string> cells) => $"{name,-22}{string.Concat(cells.Select(cell => $"{cell,-28}"))}".TrimEnd();

    private static string NameOf(RoadStep step) => step switch
    {
        RoadStep.Address => "address (DHCP)",
        RoadStep.Loader => "loader, configuration",
        RoadStep.Kernel => "kernel, RAM disk",
        RoadStep.Kickstart => "kickstart",
        RoadStep.Packages => "packages",
        _ => "reports",
    };
}
