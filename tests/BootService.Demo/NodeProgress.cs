using BootService.Lab.Seed;

namespace BootService.Demo;

/// <summary>How far a node is: the daemon's events and the node's own console, in the words of the road.</summary>
/// <param name="Node">Which node.</param>
/// <param name="Percent">0 to 100; never goes back while nothing starts over.</param>
/// <param name="Step">What it is doing.</param>
internal sealed record NodeProgress(SeedNode Node, int Percent, string Step)
{
    private const string Voice = "pallet: ";

    /// <summary>Whether the installed system runs from its own disk.</summary>
    public bool IsUp { get; private init; }

    /// <summary>Why the node stopped; null while it has not.</summary>
    public string? Failure { get; private init; }

    /// <summary>A node that is off.</summary>
    public static NodeProgress Off(SeedNode node) => new(node, 0, "off");

    /// <summary>After the daemon served or refused something for the node.</summary>
    /// <param name="stage">The event's stage.</param>
    /// <param name="what">What was done.</param>
    public NodeProgress OnEvent(string stage, string what) => stage.ToLowerInvariant() switch
    {
        "dhcp" => At(2, $"address: {what}"),
        "bootserver" => At(4, $"boot server: {what}"),
        "tftp" => At(6, $"loader: {what}"),
        "configuration" => At(8, $"configuration: {what}"),
        "http" when what.Contains("vmlinuz", StringComparison.Ordinal) || what.Contains("initrd", StringComparison.Ordinal) => At(12, $"kernel: {what}"),
        "kickstart" => At(20, "kickstart fetched"),
        "installer" => this with { Step = $"reported: {what}" },
        "done" => At(88, "installed, starting from disk"),
        _ => this,
    };

    /// <summary>After the node printed a line.</summary>
    public NodeProgress OnConsole(string line) => line.StartsWith(Voice, StringComparison.Ordinal) ? OnWords(line[Voice.Length..]) : this;

    private NodeProgress OnWords(string said) => said.Split(' ') switch
    {
        ["up", ..] => this with { Percent = 100, Step = said, IsUp = true },
        ["FAILED", ..] => this with { Step = said, Failure = said },
        ["packages", var count] when Part(count) is { } part => At(30 + (int)(part * 45), said),
        ["post", var count] when Part(count) is { } part => At(75 + (int)(part * 10), said),
        ["kickstart", ..] => At(20, said),
        ["partitioned", ..] => At(28, said),
        ["installed", ..] => At(86, said),
        ["|", ..] => this,
        _ => this with { Step = said },
    };

    private NodeProgress At(int percent, string step) =>
        Percent > percent && percent < 20 ? this : this with { Percent = Math.Max(Percent, percent), Step = step };

    private static double? Part(string count) =>
        count.Split('/') is [var done, var all] && double.TryParse(done, out var part) && double.TryParse(all, out var whole) && whole > 0
            ? part / whole
            : null;
}
