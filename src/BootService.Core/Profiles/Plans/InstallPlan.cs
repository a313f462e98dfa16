namespace BootService.Core.Profiles.Plans;

/// <summary>A host's profile before it is put into the words of an installer: what its node files ask for, and what they were rendered from.</summary>
/// <param name="Request">The host's own values: its installer, disks, network, users, repositories.</param>
/// <param name="Sources">Node files in the order they were read.</param>
/// <param name="Commands">Commands of the command section in order, in kickstart's words.</param>
/// <param name="Packages">Enabled names sorted, then <c>-name</c> lines sorted; groups begin with <c>@</c>.</param>
/// <param name="PreScripts">Scripts before partitioning, in order.</param>
/// <param name="PostScripts">Scripts in or around the new system, in order.</param>
/// <param name="EarlyBoot">Text for the first boot, before services start.</param>
/// <param name="LateBoot">Text for the first boot, after services started.</param>
internal sealed record InstallPlan(
    ProfileRequest Request,
    IReadOnlyList<PlanSource> Sources,
    IReadOnlyList<PlanCommand> Commands,
    IReadOnlyList<string> Packages,
    IReadOnlyList<PlanScript> PreScripts,
    IReadOnlyList<PlanScript> PostScripts,
    string EarlyBoot,
    string LateBoot)
{
    /// <summary>Scripts when the disks are ready and nothing is installed on them, in order.</summary>
    public IReadOnlyList<PlanScript> PrePackageScripts { get; init; } = [];

    /// <summary>
    /// Lines in the installer's own words, which it is given as they are, or trees that are merged into its answers; Anaconda's are commands like all others.
    /// </summary>
    public IReadOnlyList<string> Native { get; init; } = [];
}

/// <summary>A node file that took part.</summary>
internal readonly record struct PlanSource(string Path, string Library);

/// <summary>Where something stands in a node file, for faults.</summary>
/// <param name="Path">The file as people know it; empty for what no file asked for.</param>
/// <param name="Node">The node it belongs to.</param>
/// <param name="Line">Its line.</param>
/// <param name="Column">Its column; 0 for the whole line.</param>
internal readonly record struct PlanPlace(string Path, string Node, int Line, int Column);

/// <summary>A line of the command section; <paramref name="Name"/> is empty for a line taken as it is.</summary>
internal readonly record struct PlanCommand(string Name, string Arguments)
{
    /// <summary>Where it stands.</summary>
    public PlanPlace Place { get; init; }
}

/// <summary>A script of an install.</summary>
/// <param name="Name">Name of the node file that asked for it, without blanks: it stands in logs and reports.</param>
/// <param name="Path">The same file as people know it.</param>
/// <param name="Line">Line of the element in that file.</param>
/// <param name="Interpreter">Null for the installer's shell.</param>
/// <param name="Argument">More header options; empty for none.</param>
/// <param name="OutsideRoot">Whether it runs in the installer.</param>
/// <param name="ErrorOnFail">Whether its failure ends the install.</param>
/// <param name="Text">The script; ends in a newline.</param>
internal sealed record PlanScript(
    string Name, string Path, int Line, string? Interpreter, string Argument, bool OutsideRoot, bool ErrorOnFail, string Text);
